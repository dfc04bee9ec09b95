import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import ml.combust.mleap.core.types.MapType;
import ml.combust.mleap.core.types.StructField;
import ml.combust.mleap.runtime.MleapContext;
import ml.combust.mleap.runtime.frame.DefaultLeapFrame;
import ml.combust.mleap.runtime.frame.Row;
import ml.combust.mleap.runtime.frame.Transformer;
import ml.combust.mleap.runtime.javadsl.BundleBuilder;
import ml.combust.mleap.runtime.javadsl.ContextBuilder;
import ml.combust.mleap.runtime.serialization.BuiltinFormats;
import ml.combust.mleap.runtime.serialization.FrameReader$;
import ml.combust.mleap.runtime.serialization.FrameWriter$;
import scala.Option;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.util.Try;

/**
 * What MLeap answers to each row of a frame, alone.
 *
 * <p>Reads lines "BUNDLE TAB FRAME TAB ANSWER", writes the file ANSWER, and prints a line when it is
 * done. FRAME is JSON or binary by its name. README.md tells what an answer holds.
 */
public final class MleapAnswers {
    private static final ClassTag<DefaultLeapFrame> FRAME =
            ClassTag$.MODULE$.apply(DefaultLeapFrame.class);

    private MleapAnswers() {}

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        MleapContext context = new ContextBuilder().createMleapContext();

        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] job = line.split("\t");
            Files.write(Path.of(job[2]), answer(job[0], job[1], context));
            System.out.println(job[2]);
        }
    }

    private static byte[] answer(String bundle, String frameName, MleapContext context)
            throws Exception {
        Transformer model;
        DefaultLeapFrame frame;
        DefaultLeapFrame none;

        try {
            model = (Transformer) new BundleBuilder().load(new File(bundle), context).root();
        } catch (Throwable e) {
            return failure('L', e);
        }
        try {
            frame = read(Files.readAllBytes(Path.of(frameName)), frameName.endsWith(".json"));
        } catch (Throwable e) {
            return failure('I', e);
        }
        try {
            none = unwrap(model.transform(rows(frame, Collections.emptyList())));
        } catch (Throwable e) {
            return failure('P', e);
        }
        return answerRows(model, frame, none);
    }

    private static byte[] answerRows(Transformer model, DefaultLeapFrame frame, DefaultLeapFrame none)
            throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte[] schema = write(withoutMaps(none));

        out.writeByte('R');
        out.writeInt(schema.length - 4);
        out.write(schema, 0, schema.length - 4);
        for (Row row : JavaConverters.seqAsJavaList(frame.dataset().toSeq())) {
            writeRow(out, model, rows(frame, Collections.singletonList(row)));
        }
        return bytes.toByteArray();
    }

    private static void writeRow(DataOutputStream out, Transformer model, DefaultLeapFrame one)
            throws Exception {
        char status = 'e';
        byte[] payload;

        try {
            DefaultLeapFrame answer = unwrap(model.transform(one));
            status = 'w';
            if (answer.dataset().isEmpty()) {
                status = 'f';
                payload = new byte[0];
            } else {
                byte[] all = write(withoutMaps(answer));
                int start = 8 + ByteBuffer.wrap(all).getInt();
                payload = java.util.Arrays.copyOfRange(all, start, all.length);
                status = 'o';
            }
        } catch (Throwable e) {
            payload = words(e).getBytes(StandardCharsets.UTF_8);
        }
        out.writeByte(status);
        out.writeInt(payload.length);
        out.write(payload);
    }

    private static String words(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return e.getClass().getName() + "\n" + e.getMessage() + "\n" + root.getClass().getName()
                + "\n" + root.getMessage();
    }

    private static byte[] failure(char at, Throwable e) {
        return (at + words(e)).getBytes(StandardCharsets.UTF_8);
    }

    private static DefaultLeapFrame unwrap(Try<DefaultLeapFrame> frame) {
        return frame.get();
    }

    private static DefaultLeapFrame rows(DefaultLeapFrame frame, List<Row> rows) {
        return new DefaultLeapFrame(
                frame.schema(), JavaConverters.asScalaBuffer(new ArrayList<>(rows)).toList());
    }

    /** The binary form has no maps. */
    private static DefaultLeapFrame withoutMaps(DefaultLeapFrame frame) {
        List<String> maps = new ArrayList<>();
        for (StructField field : JavaConverters.seqAsJavaList(frame.schema().fields())) {
            if (field.dataType() instanceof MapType) {
                maps.add(field.name());
            }
        }
        return maps.isEmpty() ? frame : frame.drop(JavaConverters.asScalaBuffer(maps).toList()).get();
    }

    private static Option<ClassLoader> loader() {
        return Option.apply(MleapAnswers.class.getClassLoader());
    }

    private static DefaultLeapFrame read(byte[] bytes, boolean json) {
        return FrameReader$.MODULE$
                .apply(json ? BuiltinFormats.json() : BuiltinFormats.binary(), loader())
                .fromBytes(bytes, StandardCharsets.UTF_8)
                .get();
    }

    private static byte[] write(DefaultLeapFrame frame) {
        return FrameWriter$.MODULE$
                .apply(frame, BuiltinFormats.binary(), loader(), FRAME)
                .toBytes(StandardCharsets.UTF_8)
                .get();
    }
}
