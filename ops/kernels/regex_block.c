/*
 * Unicode's blocks, as JDK 17 names them, and its scripts.
 */
#include "ops/kernels/regex_property.h"
#include "ops/kernels/regex_set.h"

/* Longer names do not exist. */
#define MAX_NAME 64

/* Names without blanks, underscores and hyphens. */
static const struct block {
    const char *name;
    uint32_t low, high;
} blocks[] = {
    /* clang-format off */
    {"BASICLATIN", 0x0, 0x7f}, {"LATIN1SUPPLEMENT", 0x80, 0xff}, {"LATINEXTENDEDA", 0x100, 0x17f},
    {"LATINEXTENDEDB", 0x180, 0x24f}, {"IPAEXTENSIONS", 0x250, 0x2af},
    {"SPACINGMODIFIERLETTERS", 0x2b0, 0x2ff}, {"COMBININGDIACRITICALMARKS", 0x300, 0x36f},
    {"GREEK", 0x370, 0x3ff}, {"GREEKANDCOPTIC", 0x370, 0x3ff}, {"CYRILLIC", 0x400, 0x4ff},
    {"CYRILLICSUPPLEMENTARY", 0x500, 0x52f}, {"CYRILLICSUPPLEMENT", 0x500, 0x52f},
    {"ARMENIAN", 0x530, 0x58f}, {"HEBREW", 0x590, 0x5ff}, {"ARABIC", 0x600, 0x6ff},
    {"SYRIAC", 0x700, 0x74f}, {"ARABICSUPPLEMENT", 0x750, 0x77f}, {"THAANA", 0x780, 0x7bf},
    {"NKO", 0x7c0, 0x7ff}, {"SAMARITAN", 0x800, 0x83f}, {"MANDAIC", 0x840, 0x85f},
    {"SYRIACSUPPLEMENT", 0x860, 0x86f}, {"ARABICEXTENDEDA", 0x8a0, 0x8ff},
    {"DEVANAGARI", 0x900, 0x97f}, {"BENGALI", 0x980, 0x9ff}, {"GURMUKHI", 0xa00, 0xa7f},
    {"GUJARATI", 0xa80, 0xaff}, {"ORIYA", 0xb00, 0xb7f}, {"TAMIL", 0xb80, 0xbff},
    {"TELUGU", 0xc00, 0xc7f}, {"KANNADA", 0xc80, 0xcff}, {"MALAYALAM", 0xd00, 0xd7f},
    {"SINHALA", 0xd80, 0xdff}, {"THAI", 0xe00, 0xe7f}, {"LAO", 0xe80, 0xeff},
    {"TIBETAN", 0xf00, 0xfff}, {"MYANMAR", 0x1000, 0x109f}, {"GEORGIAN", 0x10a0, 0x10ff},
    {"HANGULJAMO", 0x1100, 0x11ff}, {"ETHIOPIC", 0x1200, 0x137f},
    {"ETHIOPICSUPPLEMENT", 0x1380, 0x139f}, {"CHEROKEE", 0x13a0, 0x13ff},
    {"UNIFIEDCANADIANABORIGINALSYLLABICS", 0x1400, 0x167f}, {"OGHAM", 0x1680, 0x169f},
    {"RUNIC", 0x16a0, 0x16ff}, {"TAGALOG", 0x1700, 0x171f}, {"HANUNOO", 0x1720, 0x173f},
    {"BUHID", 0x1740, 0x175f}, {"TAGBANWA", 0x1760, 0x177f}, {"KHMER", 0x1780, 0x17ff},
    {"MONGOLIAN", 0x1800, 0x18af}, {"UNIFIEDCANADIANABORIGINALSYLLABICSEXTENDED", 0x18b0, 0x18ff},
    {"LIMBU", 0x1900, 0x194f}, {"TAILE", 0x1950, 0x197f}, {"NEWTAILUE", 0x1980, 0x19df},
    {"KHMERSYMBOLS", 0x19e0, 0x19ff}, {"BUGINESE", 0x1a00, 0x1a1f}, {"TAITHAM", 0x1a20, 0x1aaf},
    {"COMBININGDIACRITICALMARKSEXTENDED", 0x1ab0, 0x1aff}, {"BALINESE", 0x1b00, 0x1b7f},
    {"SUNDANESE", 0x1b80, 0x1bbf}, {"BATAK", 0x1bc0, 0x1bff}, {"LEPCHA", 0x1c00, 0x1c4f},
    {"OLCHIKI", 0x1c50, 0x1c7f}, {"CYRILLICEXTENDEDC", 0x1c80, 0x1c8f},
    {"GEORGIANEXTENDED", 0x1c90, 0x1cbf}, {"SUNDANESESUPPLEMENT", 0x1cc0, 0x1ccf},
    {"VEDICEXTENSIONS", 0x1cd0, 0x1cff}, {"PHONETICEXTENSIONS", 0x1d00, 0x1d7f},
    {"PHONETICEXTENSIONSSUPPLEMENT", 0x1d80, 0x1dbf},
    {"COMBININGDIACRITICALMARKSSUPPLEMENT", 0x1dc0, 0x1dff},
    {"LATINEXTENDEDADDITIONAL", 0x1e00, 0x1eff}, {"GREEKEXTENDED", 0x1f00, 0x1fff},
    {"GENERALPUNCTUATION", 0x2000, 0x206f}, {"SUPERSCRIPTSANDSUBSCRIPTS", 0x2070, 0x209f},
    {"CURRENCYSYMBOLS", 0x20a0, 0x20cf}, {"COMBININGMARKSFORSYMBOLS", 0x20d0, 0x20ff},
    {"COMBININGDIACRITICALMARKSFORSYMBOLS", 0x20d0, 0x20ff}, {"LETTERLIKESYMBOLS", 0x2100, 0x214f},
    {"NUMBERFORMS", 0x2150, 0x218f}, {"ARROWS", 0x2190, 0x21ff},
    {"MATHEMATICALOPERATORS", 0x2200, 0x22ff}, {"MISCELLANEOUSTECHNICAL", 0x2300, 0x23ff},
    {"CONTROLPICTURES", 0x2400, 0x243f}, {"OPTICALCHARACTERRECOGNITION", 0x2440, 0x245f},
    {"ENCLOSEDALPHANUMERICS", 0x2460, 0x24ff}, {"BOXDRAWING", 0x2500, 0x257f},
    {"BLOCKELEMENTS", 0x2580, 0x259f}, {"GEOMETRICSHAPES", 0x25a0, 0x25ff},
    {"MISCELLANEOUSSYMBOLS", 0x2600, 0x26ff}, {"DINGBATS", 0x2700, 0x27bf},
    {"MISCELLANEOUSMATHEMATICALSYMBOLSA", 0x27c0, 0x27ef}, {"SUPPLEMENTALARROWSA", 0x27f0, 0x27ff},
    {"BRAILLEPATTERNS", 0x2800, 0x28ff}, {"SUPPLEMENTALARROWSB", 0x2900, 0x297f},
    {"MISCELLANEOUSMATHEMATICALSYMBOLSB", 0x2980, 0x29ff},
    {"SUPPLEMENTALMATHEMATICALOPERATORS", 0x2a00, 0x2aff},
    {"MISCELLANEOUSSYMBOLSANDARROWS", 0x2b00, 0x2bff}, {"GLAGOLITIC", 0x2c00, 0x2c5f},
    {"LATINEXTENDEDC", 0x2c60, 0x2c7f}, {"COPTIC", 0x2c80, 0x2cff},
    {"GEORGIANSUPPLEMENT", 0x2d00, 0x2d2f}, {"TIFINAGH", 0x2d30, 0x2d7f},
    {"ETHIOPICEXTENDED", 0x2d80, 0x2ddf}, {"CYRILLICEXTENDEDA", 0x2de0, 0x2dff},
    {"SUPPLEMENTALPUNCTUATION", 0x2e00, 0x2e7f}, {"CJKRADICALSSUPPLEMENT", 0x2e80, 0x2eff},
    {"KANGXIRADICALS", 0x2f00, 0x2fdf}, {"IDEOGRAPHICDESCRIPTIONCHARACTERS", 0x2ff0, 0x2fff},
    {"CJKSYMBOLSANDPUNCTUATION", 0x3000, 0x303f}, {"HIRAGANA", 0x3040, 0x309f},
    {"KATAKANA", 0x30a0, 0x30ff}, {"BOPOMOFO", 0x3100, 0x312f},
    {"HANGULCOMPATIBILITYJAMO", 0x3130, 0x318f}, {"KANBUN", 0x3190, 0x319f},
    {"BOPOMOFOEXTENDED", 0x31a0, 0x31bf}, {"CJKSTROKES", 0x31c0, 0x31ef},
    {"KATAKANAPHONETICEXTENSIONS", 0x31f0, 0x31ff}, {"ENCLOSEDCJKLETTERSANDMONTHS", 0x3200, 0x32ff},
    {"CJKCOMPATIBILITY", 0x3300, 0x33ff}, {"CJKUNIFIEDIDEOGRAPHSEXTENSIONA", 0x3400, 0x4dbf},
    {"YIJINGHEXAGRAMSYMBOLS", 0x4dc0, 0x4dff}, {"CJKUNIFIEDIDEOGRAPHS", 0x4e00, 0x9fff},
    {"YISYLLABLES", 0xa000, 0xa48f}, {"YIRADICALS", 0xa490, 0xa4cf}, {"LISU", 0xa4d0, 0xa4ff},
    {"VAI", 0xa500, 0xa63f}, {"CYRILLICEXTENDEDB", 0xa640, 0xa69f}, {"BAMUM", 0xa6a0, 0xa6ff},
    {"MODIFIERTONELETTERS", 0xa700, 0xa71f}, {"LATINEXTENDEDD", 0xa720, 0xa7ff},
    {"SYLOTINAGRI", 0xa800, 0xa82f}, {"COMMONINDICNUMBERFORMS", 0xa830, 0xa83f},
    {"PHAGSPA", 0xa840, 0xa87f}, {"SAURASHTRA", 0xa880, 0xa8df},
    {"DEVANAGARIEXTENDED", 0xa8e0, 0xa8ff}, {"KAYAHLI", 0xa900, 0xa92f}, {"REJANG", 0xa930, 0xa95f},
    {"HANGULJAMOEXTENDEDA", 0xa960, 0xa97f}, {"JAVANESE", 0xa980, 0xa9df},
    {"MYANMAREXTENDEDB", 0xa9e0, 0xa9ff}, {"CHAM", 0xaa00, 0xaa5f},
    {"MYANMAREXTENDEDA", 0xaa60, 0xaa7f}, {"TAIVIET", 0xaa80, 0xaadf},
    {"MEETEIMAYEKEXTENSIONS", 0xaae0, 0xaaff}, {"ETHIOPICEXTENDEDA", 0xab00, 0xab2f},
    {"LATINEXTENDEDE", 0xab30, 0xab6f}, {"CHEROKEESUPPLEMENT", 0xab70, 0xabbf},
    {"MEETEIMAYEK", 0xabc0, 0xabff}, {"HANGULSYLLABLES", 0xac00, 0xd7af},
    {"HANGULJAMOEXTENDEDB", 0xd7b0, 0xd7ff}, {"HIGHSURROGATES", 0xd800, 0xdb7f},
    {"HIGHPRIVATEUSESURROGATES", 0xdb80, 0xdbff}, {"LOWSURROGATES", 0xdc00, 0xdfff},
    {"PRIVATEUSEAREA", 0xe000, 0xf8ff}, {"CJKCOMPATIBILITYIDEOGRAPHS", 0xf900, 0xfaff},
    {"ALPHABETICPRESENTATIONFORMS", 0xfb00, 0xfb4f}, {"ARABICPRESENTATIONFORMSA", 0xfb50, 0xfdff},
    {"VARIATIONSELECTORS", 0xfe00, 0xfe0f}, {"VERTICALFORMS", 0xfe10, 0xfe1f},
    {"COMBININGHALFMARKS", 0xfe20, 0xfe2f}, {"CJKCOMPATIBILITYFORMS", 0xfe30, 0xfe4f},
    {"SMALLFORMVARIANTS", 0xfe50, 0xfe6f}, {"ARABICPRESENTATIONFORMSB", 0xfe70, 0xfeff},
    {"HALFWIDTHANDFULLWIDTHFORMS", 0xff00, 0xffef}, {"SPECIALS", 0xfff0, 0xffff},
    {"LINEARBSYLLABARY", 0x10000, 0x1007f}, {"LINEARBIDEOGRAMS", 0x10080, 0x100ff},
    {"AEGEANNUMBERS", 0x10100, 0x1013f}, {"ANCIENTGREEKNUMBERS", 0x10140, 0x1018f},
    {"ANCIENTSYMBOLS", 0x10190, 0x101cf}, {"PHAISTOSDISC", 0x101d0, 0x101ff},
    {"LYCIAN", 0x10280, 0x1029f}, {"CARIAN", 0x102a0, 0x102df},
    {"COPTICEPACTNUMBERS", 0x102e0, 0x102ff}, {"OLDITALIC", 0x10300, 0x1032f},
    {"GOTHIC", 0x10330, 0x1034f}, {"OLDPERMIC", 0x10350, 0x1037f}, {"UGARITIC", 0x10380, 0x1039f},
    {"OLDPERSIAN", 0x103a0, 0x103df}, {"DESERET", 0x10400, 0x1044f}, {"SHAVIAN", 0x10450, 0x1047f},
    {"OSMANYA", 0x10480, 0x104af}, {"OSAGE", 0x104b0, 0x104ff}, {"ELBASAN", 0x10500, 0x1052f},
    {"CAUCASIANALBANIAN", 0x10530, 0x1056f}, {"LINEARA", 0x10600, 0x1077f},
    {"CYPRIOTSYLLABARY", 0x10800, 0x1083f}, {"IMPERIALARAMAIC", 0x10840, 0x1085f},
    {"PALMYRENE", 0x10860, 0x1087f}, {"NABATAEAN", 0x10880, 0x108af}, {"HATRAN", 0x108e0, 0x108ff},
    {"PHOENICIAN", 0x10900, 0x1091f}, {"LYDIAN", 0x10920, 0x1093f},
    {"MEROITICHIEROGLYPHS", 0x10980, 0x1099f}, {"MEROITICCURSIVE", 0x109a0, 0x109ff},
    {"KHAROSHTHI", 0x10a00, 0x10a5f}, {"OLDSOUTHARABIAN", 0x10a60, 0x10a7f},
    {"OLDNORTHARABIAN", 0x10a80, 0x10a9f}, {"MANICHAEAN", 0x10ac0, 0x10aff},
    {"AVESTAN", 0x10b00, 0x10b3f}, {"INSCRIPTIONALPARTHIAN", 0x10b40, 0x10b5f},
    {"INSCRIPTIONALPAHLAVI", 0x10b60, 0x10b7f}, {"PSALTERPAHLAVI", 0x10b80, 0x10baf},
    {"OLDTURKIC", 0x10c00, 0x10c4f}, {"OLDHUNGARIAN", 0x10c80, 0x10cff},
    {"HANIFIROHINGYA", 0x10d00, 0x10d3f}, {"RUMINUMERALSYMBOLS", 0x10e60, 0x10e7f},
    {"YEZIDI", 0x10e80, 0x10ebf}, {"OLDSOGDIAN", 0x10f00, 0x10f2f}, {"SOGDIAN", 0x10f30, 0x10f6f},
    {"CHORASMIAN", 0x10fb0, 0x10fdf}, {"ELYMAIC", 0x10fe0, 0x10fff}, {"BRAHMI", 0x11000, 0x1107f},
    {"KAITHI", 0x11080, 0x110cf}, {"SORASOMPENG", 0x110d0, 0x110ff}, {"CHAKMA", 0x11100, 0x1114f},
    {"MAHAJANI", 0x11150, 0x1117f}, {"SHARADA", 0x11180, 0x111df},
    {"SINHALAARCHAICNUMBERS", 0x111e0, 0x111ff}, {"KHOJKI", 0x11200, 0x1124f},
    {"MULTANI", 0x11280, 0x112af}, {"KHUDAWADI", 0x112b0, 0x112ff}, {"GRANTHA", 0x11300, 0x1137f},
    {"NEWA", 0x11400, 0x1147f}, {"TIRHUTA", 0x11480, 0x114df}, {"SIDDHAM", 0x11580, 0x115ff},
    {"MODI", 0x11600, 0x1165f}, {"MONGOLIANSUPPLEMENT", 0x11660, 0x1167f},
    {"TAKRI", 0x11680, 0x116cf}, {"AHOM", 0x11700, 0x1173f}, {"DOGRA", 0x11800, 0x1184f},
    {"WARANGCITI", 0x118a0, 0x118ff}, {"DIVESAKURU", 0x11900, 0x1195f},
    {"NANDINAGARI", 0x119a0, 0x119ff}, {"ZANABAZARSQUARE", 0x11a00, 0x11a4f},
    {"SOYOMBO", 0x11a50, 0x11aaf}, {"PAUCINHAU", 0x11ac0, 0x11aff}, {"BHAIKSUKI", 0x11c00, 0x11c6f},
    {"MARCHEN", 0x11c70, 0x11cbf}, {"MASARAMGONDI", 0x11d00, 0x11d5f},
    {"GUNJALAGONDI", 0x11d60, 0x11daf}, {"MAKASAR", 0x11ee0, 0x11eff},
    {"LISUSUPPLEMENT", 0x11fb0, 0x11fbf}, {"TAMILSUPPLEMENT", 0x11fc0, 0x11fff},
    {"CUNEIFORM", 0x12000, 0x123ff}, {"CUNEIFORMNUMBERSANDPUNCTUATION", 0x12400, 0x1247f},
    {"EARLYDYNASTICCUNEIFORM", 0x12480, 0x1254f}, {"EGYPTIANHIEROGLYPHS", 0x13000, 0x1342f},
    {"EGYPTIANHIEROGLYPHFORMATCONTROLS", 0x13430, 0x1343f},
    {"ANATOLIANHIEROGLYPHS", 0x14400, 0x1467f}, {"BAMUMSUPPLEMENT", 0x16800, 0x16a3f},
    {"MRO", 0x16a40, 0x16a6f}, {"BASSAVAH", 0x16ad0, 0x16aff}, {"PAHAWHHMONG", 0x16b00, 0x16b8f},
    {"MEDEFAIDRIN", 0x16e40, 0x16e9f}, {"MIAO", 0x16f00, 0x16f9f},
    {"IDEOGRAPHICSYMBOLSANDPUNCTUATION", 0x16fe0, 0x16fff}, {"TANGUT", 0x17000, 0x187ff},
    {"TANGUTCOMPONENTS", 0x18800, 0x18aff}, {"KHITANSMALLSCRIPT", 0x18b00, 0x18cff},
    {"TANGUTSUPPLEMENT", 0x18d00, 0x18d8f}, {"KANASUPPLEMENT", 0x1b000, 0x1b0ff},
    {"KANAEXTENDEDA", 0x1b100, 0x1b12f}, {"SMALLKANAEXTENSION", 0x1b130, 0x1b16f},
    {"NUSHU", 0x1b170, 0x1b2ff}, {"DUPLOYAN", 0x1bc00, 0x1bc9f},
    {"SHORTHANDFORMATCONTROLS", 0x1bca0, 0x1bcaf}, {"BYZANTINEMUSICALSYMBOLS", 0x1d000, 0x1d0ff},
    {"MUSICALSYMBOLS", 0x1d100, 0x1d1ff}, {"ANCIENTGREEKMUSICALNOTATION", 0x1d200, 0x1d24f},
    {"MAYANNUMERALS", 0x1d2e0, 0x1d2ff}, {"TAIXUANJINGSYMBOLS", 0x1d300, 0x1d35f},
    {"COUNTINGRODNUMERALS", 0x1d360, 0x1d37f},
    {"MATHEMATICALALPHANUMERICSYMBOLS", 0x1d400, 0x1d7ff}, {"SUTTONSIGNWRITING", 0x1d800, 0x1daaf},
    {"GLAGOLITICSUPPLEMENT", 0x1e000, 0x1e02f}, {"NYIAKENGPUACHUEHMONG", 0x1e100, 0x1e14f},
    {"WANCHO", 0x1e2c0, 0x1e2ff}, {"MENDEKIKAKUI", 0x1e800, 0x1e8df}, {"ADLAM", 0x1e900, 0x1e95f},
    {"INDICSIYAQNUMBERS", 0x1ec70, 0x1ecbf}, {"OTTOMANSIYAQNUMBERS", 0x1ed00, 0x1ed4f},
    {"ARABICMATHEMATICALALPHABETICSYMBOLS", 0x1ee00, 0x1eeff}, {"MAHJONGTILES", 0x1f000, 0x1f02f},
    {"DOMINOTILES", 0x1f030, 0x1f09f}, {"PLAYINGCARDS", 0x1f0a0, 0x1f0ff},
    {"ENCLOSEDALPHANUMERICSUPPLEMENT", 0x1f100, 0x1f1ff},
    {"ENCLOSEDIDEOGRAPHICSUPPLEMENT", 0x1f200, 0x1f2ff},
    {"MISCELLANEOUSSYMBOLSANDPICTOGRAPHS", 0x1f300, 0x1f5ff}, {"EMOTICONS", 0x1f600, 0x1f64f},
    {"ORNAMENTALDINGBATS", 0x1f650, 0x1f67f}, {"TRANSPORTANDMAPSYMBOLS", 0x1f680, 0x1f6ff},
    {"ALCHEMICALSYMBOLS", 0x1f700, 0x1f77f}, {"GEOMETRICSHAPESEXTENDED", 0x1f780, 0x1f7ff},
    {"SUPPLEMENTALARROWSC", 0x1f800, 0x1f8ff},
    {"SUPPLEMENTALSYMBOLSANDPICTOGRAPHS", 0x1f900, 0x1f9ff}, {"CHESSSYMBOLS", 0x1fa00, 0x1fa6f},
    {"SYMBOLSANDPICTOGRAPHSEXTENDEDA", 0x1fa70, 0x1faff},
    {"SYMBOLSFORLEGACYCOMPUTING", 0x1fb00, 0x1fbff},
    {"CJKUNIFIEDIDEOGRAPHSEXTENSIONB", 0x20000, 0x2a6df},
    {"CJKUNIFIEDIDEOGRAPHSEXTENSIONC", 0x2a700, 0x2b73f},
    {"CJKUNIFIEDIDEOGRAPHSEXTENSIOND", 0x2b740, 0x2b81f},
    {"CJKUNIFIEDIDEOGRAPHSEXTENSIONE", 0x2b820, 0x2ceaf},
    {"CJKUNIFIEDIDEOGRAPHSEXTENSIONF", 0x2ceb0, 0x2ebef},
    {"CJKCOMPATIBILITYIDEOGRAPHSSUPPLEMENT", 0x2f800, 0x2fa1f},
    {"CJKUNIFIEDIDEOGRAPHSEXTENSIONG", 0x30000, 0x3134f}, {"TAGS", 0xe0000, 0xe007f},
    {"VARIATIONSELECTORSSUPPLEMENT", 0xe0100, 0xe01ef},
    {"SUPPLEMENTARYPRIVATEUSEAREAA", 0xf0000, 0xfffff},
    {"SUPPLEMENTARYPRIVATEUSEAREAB", 0x100000, 0x10ffff},
    /* clang-format on */
};

/* The name in upper case without separators; false: too long. */
static bool squeeze(struct cl_str name, char *to)
{
    size_t n = 0;

    for (uint32_t i = 0; i < name.n; i++) {
        if (name.at[i] == ' ' || name.at[i] == '_' || name.at[i] == '-')
            continue;
        if (n == MAX_NAME)
            return false;
        to[n++] = (char)(name.at[i] >= 'a' && name.at[i] <= 'z' ? name.at[i] - 32 : name.at[i]);
    }
    to[n] = '\0';
    return true;
}

const struct cl_rx_set *cl_rx_block(struct cl_str name, struct cl_arena *arena, bool *found)
{
    char squeezed[MAX_NAME + 1];

    *found = squeeze(name, squeezed);
    for (size_t i = 0; *found && i < CL_COUNT_OF(blocks); i++) {
        struct cl_rx_range *at;

        if (strcmp(blocks[i].name, squeezed) != 0)
            continue;
        at = cl_arena_alloc(arena, sizeof *at);
        if (at == NULL)
            return NULL;
        *at = (struct cl_rx_range){blocks[i].low, blocks[i].high};
        return cl_rx_ranges(at, 1, false, arena);
    }
    *found = false;
    return NULL;
}

/* Whether the library knows the name shows when it compiles the pattern. */
const struct cl_rx_set *cl_rx_script(struct cl_str name, struct cl_arena *arena, bool *found)
{
    char lower[MAX_NAME + 4] = "sc:";

    *found = name.n > 0 && name.n <= MAX_NAME;
    for (uint32_t i = 0; *found && i < name.n; i++) {
        char c = (char)(name.at[i] >= 'A' && name.at[i] <= 'Z' ? name.at[i] + 32 : name.at[i]);

        *found = c == '_' || (c >= 'a' && c <= 'z');
        lower[3 + i] = c;
    }
    if (!*found)
        return NULL;
    return cl_rx_library_property(cl_arena_strndup(arena, lower, name.n + 3), arena);
}
