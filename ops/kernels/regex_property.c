/*
 * Named sets, as JDK 17 defines them.
 */
#include "ops/kernels/regex_property.h"

#include <stdio.h>
#include <stdlib.h>

#include "ops/kernels/regex_set.h"

/* A set is what the library's properties and the ranges hold together, or all but that. */
struct property {
    const char *name;
    enum cl_rx_names names;
    const char *properties; /* separated by blanks; NULL: none */
    const char *ranges;     /* hexadecimal: "9-d 20"; NULL: none */
    const char *folded;     /* `properties` when letter case is ignored; NULL: the same */
    const char *folded_ranges;
    bool negated, any;
};

#define ESCAPE CL_RX_ESCAPE_NAMES
#define JAVA CL_RX_JAVA_NAMES
#define UNICODE CL_RX_UNICODE_NAMES
#define POSIX CL_RX_POSIX_NAMES
#define SPACES "9-d 85"
#define HEX_DIGITS "30-39 41-46 61-66 ff10-ff19 ff21-ff26 ff41-ff46"
#define IGNORABLE "0-8 e-1b 7f-9f"
#define NON_CHARACTERS                                                                             \
    "fdd0-fdef fffe-ffff 1fffe-1ffff 2fffe-2ffff 3fffe-3ffff 4fffe-4ffff 5fffe-5ffff 6fffe-6ffff " \
    "7fffe-7ffff 8fffe-8ffff 9fffe-9ffff afffe-affff bfffe-bffff cfffe-cffff dfffe-dffff "         \
    "efffe-effff ffffe-fffff 10fffe-10ffff"
#define ANY_CASE "Lowercase Uppercase Lt"

static const struct property properties[] = {
    {"d", ESCAPE, .ranges = "30-39"},
    {"s", ESCAPE, .ranges = "9-d 20"},
    {"w", ESCAPE, .ranges = "30-39 41-5a 5f 61-7a"},
    {"h", ESCAPE, .ranges = "9 20 a0 1680 180e 2000-200a 202f 205f 3000"},
    {"v", ESCAPE, .ranges = "a-d 85 2028-2029"},
    {"Lu", JAVA, .properties = "Lu", .folded = "Lu Ll Lt"},
    {"Ll", JAVA, .properties = "Ll", .folded = "Lu Ll Lt"},
    {"Lt", JAVA, .properties = "Lt", .folded = "Lu Ll Lt"},
    {"LC", JAVA, .properties = "Lu Ll Lt"},
    {"LD", JAVA, .properties = "L Nd"},
    {"L1", JAVA, .ranges = "0-ff"},
    {"all", JAVA, .any = true},
    {"ASCII", JAVA, .ranges = "0-7f"},
    {"Alnum", JAVA, .ranges = "30-39 41-5a 61-7a"},
    {"Alpha", JAVA, .ranges = "41-5a 61-7a"},
    {"Blank", JAVA, .ranges = "9 20"},
    {"Cntrl", JAVA, .ranges = "0-1f 7f"},
    {"Digit", JAVA, .ranges = "30-39"},
    {"Graph", JAVA, .ranges = "21-7e"},
    {"Lower", JAVA, .ranges = "61-7a", .folded_ranges = "41-5a 61-7a"},
    {"Print", JAVA, .ranges = "20-7e"},
    {"Punct", JAVA, .ranges = "21-2f 3a-40 5b-60 7b-7e"},
    {"Space", JAVA, .ranges = "9-d 20"},
    {"Upper", JAVA, .ranges = "41-5a", .folded_ranges = "41-5a 61-7a"},
    {"XDigit", JAVA, .ranges = "30-39 41-46 61-66"},
    {"javaLowerCase", JAVA, .properties = "Lowercase", .folded = ANY_CASE},
    {"javaUpperCase", JAVA, .properties = "Uppercase", .folded = ANY_CASE},
    {"javaTitleCase", JAVA, .properties = "Lt", .folded = ANY_CASE},
    {"javaAlphabetic", JAVA, .properties = "Alphabetic"},
    {"javaIdeographic", JAVA, .properties = "Ideographic"},
    {"javaDigit", JAVA, .properties = "Nd"},
    {"javaDefined", JAVA, .properties = "Cn", .negated = true},
    {"javaLetter", JAVA, .properties = "L"},
    {"javaLetterOrDigit", JAVA, .properties = "L Nd"},
    {"javaJavaIdentifierStart", JAVA, .properties = "L Nl Sc Pc"},
    {"javaJavaIdentifierPart", JAVA, .properties = "L Nl Sc Pc Nd Mc Mn Cf", .ranges = IGNORABLE},
    {"javaIdentifierIgnorable", JAVA, .properties = "Cf", .ranges = IGNORABLE},
    {"javaSpaceChar", JAVA, .properties = "Z"},
    {"javaWhitespace", JAVA, .ranges = "9-d 1c-20 1680 2000-2006 2008-200a 2028-2029 205f 3000"},
    {"javaISOControl", JAVA, .ranges = "0-1f 7f-9f"},
    {"ALPHABETIC", UNICODE, .properties = "Alphabetic"},
    {"ASSIGNED", UNICODE, .properties = "Cn", .negated = true},
    {"CONTROL", UNICODE, .properties = "Cc"},
    {"HEXDIGIT", UNICODE, .properties = "Nd", .ranges = HEX_DIGITS},
    {"HEX_DIGIT", UNICODE, .properties = "Nd", .ranges = HEX_DIGITS},
    {"IDEOGRAPHIC", UNICODE, .properties = "Ideographic"},
    {"JOINCONTROL", UNICODE, .ranges = "200c-200d"},
    {"JOIN_CONTROL", UNICODE, .ranges = "200c-200d"},
    {"LETTER", UNICODE, .properties = "L"},
    {"LOWERCASE", UNICODE, .properties = "Lowercase", .folded = ANY_CASE},
    {"UPPERCASE", UNICODE, .properties = "Uppercase", .folded = ANY_CASE},
    {"TITLECASE", UNICODE, .properties = "Lt", .folded = ANY_CASE},
    {"NONCHARACTERCODEPOINT", UNICODE, .ranges = NON_CHARACTERS},
    {"NONCHARACTER_CODE_POINT", UNICODE, .ranges = NON_CHARACTERS},
    {"PUNCTUATION", UNICODE, .properties = "P"},
    {"WHITESPACE", UNICODE, .properties = "Z", .ranges = SPACES},
    {"WHITE_SPACE", UNICODE, .properties = "Z", .ranges = SPACES},
    {"WORD", UNICODE, .properties = "Alphabetic Mn Me Mc Nd Pc", .ranges = "200c-200d"},
    {"ALPHA", POSIX, .properties = "Alphabetic"},
    {"LOWER", POSIX, .properties = "Lowercase", .folded = ANY_CASE},
    {"UPPER", POSIX, .properties = "Uppercase", .folded = ANY_CASE},
    {"SPACE", POSIX, .properties = "Z", .ranges = SPACES},
    {"PUNCT", POSIX, .properties = "P"},
    {"XDIGIT", POSIX, .properties = "Nd", .ranges = HEX_DIGITS},
    {"ALNUM", POSIX, .properties = "Alphabetic Nd"},
    {"CNTRL", POSIX, .properties = "Cc"},
    {"DIGIT", POSIX, .properties = "Nd"},
    {"BLANK", POSIX, .properties = "Zs", .ranges = "9"},
    {"GRAPH", POSIX, .properties = "Z Cc Cs Cn", .negated = true},
    {"PRINT", POSIX, .properties = "Zl Zp Cc Cs Cn", .negated = true},
};

static const char *const categories[] = {"L",  "Lm", "Lo", "M",  "Mn", "Me", "Mc", "N",  "Nd",
                                         "Nl", "No", "Z",  "Zs", "Zl", "Zp", "C",  "Cc", "Cf",
                                         "Cn", "Co", "Cs", "P",  "Pd", "Ps", "Pe", "Pc", "Po",
                                         "Pi", "Pf", "S",  "Sm", "Sc", "Sk", "So"};

const struct cl_rx_set *cl_rx_library_property(const char *name, struct cl_arena *arena)
{
    struct cl_rx_set *set = cl_arena_zeroed(arena, 1, sizeof *set);

    if (set != NULL)
        *set = (struct cl_rx_set){.kind = CL_RX_PROPERTY, .as.property = name};
    return name != NULL ? set : NULL;
}

/* The union of the properties named in a list. */
static const struct cl_rx_set *unite_properties(const char *list, struct cl_arena *arena)
{
    const struct cl_rx_set *all = NULL;

    while (*list != '\0') {
        size_t n = strcspn(list, " ");
        const struct cl_rx_set *one =
            cl_rx_library_property(cl_arena_strndup(arena, list, n), arena);

        all = all == NULL ? one : cl_rx_union(all, one, arena);
        if (all == NULL)
            return NULL;
        list += n + (list[n] == ' ');
    }
    return all;
}

static const struct cl_rx_set *read_ranges(const char *text, bool bmp, struct cl_arena *arena)
{
    struct cl_rx_range *at = cl_arena_array(arena, strlen(text), sizeof *at);
    size_t n = 0;

    while (at != NULL && *text != '\0') {
        char *end;

        at[n].low = at[n].high = (uint32_t)strtoul(text, &end, 16);
        if (*end == '-')
            at[n].high = (uint32_t)strtoul(end + 1, &end, 16);
        n++;
        text = end + (*end == ' ');
    }
    return cl_rx_ranges(at, n, bmp, arena);
}

static const struct cl_rx_set *build(const struct property *p, bool ignore_case,
                                     struct cl_arena *arena)
{
    const char *names = ignore_case && p->folded != NULL ? p->folded : p->properties;
    const char *ranges = ignore_case && p->folded_ranges != NULL ? p->folded_ranges : p->ranges;
    bool bmp = p->names == ESCAPE || (p->names == JAVA && strncmp(p->name, "java", 4) != 0);
    const struct cl_rx_set *set;

    if (p->any) /* a complement, so that it is no set of the first plane by its form */
        return cl_rx_not(cl_rx_ranges(cl_arena_alloc(arena, 1), 0, false, arena), arena);
    if (names == NULL)
        return read_ranges(ranges, bmp, arena);
    set = unite_properties(names, arena);
    if (ranges != NULL)
        set = cl_rx_union(set, read_ranges(ranges, false, arena), arena);
    return p->negated ? cl_rx_not(set, arena) : set;
}

static char upper(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
}

static bool is_named(struct cl_str name, const char *wanted, bool any_case)
{
    if (name.n != strlen(wanted))
        return false;
    for (uint32_t i = 0; i < name.n; i++)
        if (any_case ? upper(name.at[i]) != upper(wanted[i]) : name.at[i] != wanted[i])
            return false;
    return true;
}

bool cl_rx_has_unassigned(const char *property)
{
    struct cl_str name = cl_str_of(property);

    return is_named(name, "Cn", false) || is_named(name, "C", false) ||
           is_named(name, "sc:unknown", false) || is_named(name, "sc:zzzz", false);
}

const struct cl_rx_set *cl_rx_property(struct cl_str name, enum cl_rx_names names, bool ignore_case,
                                       struct cl_arena *arena, bool *found)
{
    *found = true;
    for (size_t i = 0; i < CL_COUNT_OF(properties); i++)
        if (properties[i].names == names &&
            is_named(name, properties[i].name, names != JAVA && names != ESCAPE))
            return build(&properties[i], ignore_case, arena);
    if (names == CL_RX_JAVA_NAMES)
        for (size_t i = 0; i < CL_COUNT_OF(categories); i++)
            if (is_named(name, categories[i], false))
                return cl_rx_library_property(categories[i], arena);
    *found = false;
    return NULL;
}
