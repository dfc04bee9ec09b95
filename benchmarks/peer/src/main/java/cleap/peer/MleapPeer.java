package cleap.peer;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;

import ml.combust.mleap.core.types.StructType;
import ml.combust.mleap.runtime.MleapContext;
import ml.combust.mleap.runtime.frame.DefaultLeapFrame;
import ml.combust.mleap.runtime.frame.Row;
import ml.combust.mleap.runtime.frame.RowTransformer;
import ml.combust.mleap.runtime.frame.Transformer;
import ml.combust.mleap.runtime.javadsl.BundleBuilder;
import ml.combust.mleap.runtime.javadsl.ContextBuilder;
import ml.combust.mleap.runtime.serialization.BuiltinFormats;
import ml.combust.mleap.runtime.serialization.FrameReader;
import ml.combust.mleap.runtime.serialization.FrameReader$;
import ml.combust.mleap.runtime.serialization.FrameWriter$;
import scala.Option;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Scores a frame as an MLeap server does and prints one JSON object of nanoseconds.
 *
 * <pre>MleapPeer BUNDLE FRAME [SECONDS] [ANSWER]</pre>
 *
 * The frame's first 100 rows are scored once each by the planned row transformer, as a process does
 * that has just started. Then the first row is scored over and over: from JSON bytes to JSON bytes,
 * and, half as long, in process; then each row in turn. The answer to the whole frame is written to ANSWER, to be
 * compared.
 */
public final class MleapPeer {
    private static final String FORMAT = BuiltinFormats.json();
    private static final ClassTag<DefaultLeapFrame> FRAME =
            ClassTag$.MODULE$.apply(DefaultLeapFrame.class);

    private MleapPeer() {}

    public static void main(String[] args) throws Exception {
        Path bundle = Path.of(args[0]);
        byte[] frameBytes = Files.readAllBytes(Path.of(args[1]));
        double seconds = args.length > 2 ? Double.parseDouble(args[2]) : 3;
        MleapContext context = new ContextBuilder().createMleapContext();
        long before = System.nanoTime();
        Transformer model = load(bundle, context);
        long loaded = System.nanoTime();
        DefaultLeapFrame frame = read(frameBytes);
        DefaultLeapFrame one = firstRow(frame);
        byte[] oneBytes = write(one);
        long firstBefore = System.nanoTime();
        write(model.transform(one).get());
        long firstAfter = System.nanoTime();
        long sinceStart =
                System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();

        RowTransformer planned = model.transform(RowTransformer.apply(one.schema())).get();
        Row[] rows = JavaConverters.seqAsJavaList(frame.dataset()).toArray(new Row[0]);
        double first100 = once(planned, rows, 100);
        if (args.length > 3) {
            Files.write(Path.of(args[3]), write(model.transform(frame).get()));
        }
        double bytes = median(seconds, i -> write(model.transform(read(oneBytes)).get()));
        byte[][] texts = texts(frame.schema(), rows);
        double bytesInTurn =
                median(seconds / 2,
                        i -> write(model.transform(read(texts[i % texts.length])).get()));
        double inProcess = median(seconds / 2, i -> planned.transformOption(rows[0]));
        double inTurn = median(seconds / 2, i -> planned.transformOption(rows[i % rows.length]));

        System.out.printf(
                "{\"load_ms\": %.1f, \"first_row_ms\": %.1f, \"start_to_first_row_ms\": %d,"
                        + " \"row_p50_ns\": %.0f, \"row_cold_p50_ns\": %.0f, \"first_100_p50_ns\": %.0f,"
                        + " \"bytes_p50_ns\": %.0f, \"bytes_cold_p50_ns\": %.0f,"
                        + " \"rss_kb\": %d, \"java\": \"%s\"}%n",
                (loaded - before) / 1e6, (firstAfter - firstBefore) / 1e6, sinceStart, inProcess,
                inTurn, first100, bytes, bytesInTurn, residentKb(), System.getProperty("java.version"));
    }

    private static Transformer load(Path bundle, MleapContext context) throws Exception {
        return new BundleBuilder().load(new File(bundle.toString()), context).root();
    }

    private static Option<ClassLoader> loader() {
        return Option.apply(MleapPeer.class.getClassLoader());
    }

    private static DefaultLeapFrame read(byte[] bytes) {
        FrameReader reader = FrameReader$.MODULE$.apply(FORMAT, loader());
        return reader.fromBytes(bytes, StandardCharsets.UTF_8).get();
    }

    private static byte[] write(DefaultLeapFrame frame) {
        return FrameWriter$.MODULE$.apply(frame, FORMAT, loader(), FRAME)
                .toBytes(StandardCharsets.UTF_8).get();
    }

    private static DefaultLeapFrame firstRow(DefaultLeapFrame frame) {
        return one(frame.schema(), JavaConverters.seqAsJavaList(frame.dataset()).get(0));
    }

    private static DefaultLeapFrame one(StructType schema, Row row) {
        return new DefaultLeapFrame(schema, Collections.singletonList(row));
    }

    /** Of each row the frame that holds it alone, as JSON. */
    private static byte[][] texts(StructType schema, Row[] rows) {
        byte[][] texts = new byte[rows.length][];

        for (int i = 0; i < rows.length; i++) {
            texts[i] = write(one(schema, rows[i]));
        }
        return texts;
    }

    private interface Work {
        Object run(int i);
    }

    /** Of the first n calls, a row each, the median. */
    private static double once(RowTransformer planned, Row[] rows, int n) {
        double[] times = new double[n];

        for (int i = 0; i < n; i++) {
            long before = System.nanoTime();
            sink = planned.transformOption(rows[i % rows.length]);
            times[i] = System.nanoTime() - before;
        }
        Arrays.sort(times);
        return times[n / 2];
    }

    /** Warm: the first half of the time is not counted. Batches keep the clock's own cost small. */
    private static double median(double seconds, Work work) {
        final int batch = 50;
        double[] times = new double[1 << 20];
        int n = 0;
        int calls = 0;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long half = System.nanoTime() + (long) (seconds * 0.5e9);

        while ((System.nanoTime() < end || n == 0) && n < times.length) {
            long before = System.nanoTime();
            for (int i = 0; i < batch; i++) {
                sink = work.run(calls++ & Integer.MAX_VALUE);
            }
            long after = System.nanoTime();
            if (before > half) {
                times[n++] = (double) (after - before) / batch;
            }
        }
        Arrays.sort(times, 0, n);
        return times[n / 2];
    }

    /** Keeps the compiler from dropping the work. */
    @SuppressWarnings("unused")
    private static volatile Object sink;

    private static long residentKb() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }
}
