package io.avid.local.demo;

import java.util.List;
import java.util.Optional;

/// A customer of the demo business. None of them exists.
///
/// @param id as the business numbers its customers
/// @param name of the business
/// @param lines of its address
/// @param postalCode and where that is
/// @param town its town
/// @param country ISO 3166-1 alpha-2
/// @param termsDays when its invoices are due
/// @param usualMinor what a usual month's deliveries come to, minor units
/// @param card the test card that it pays by, where it pays by card
record DemoCustomer(String id, String name, List<String> lines, String postalCode, String town, String country, int termsDays, int usualMinor,
        Optional<String> card) {

    static final String GOOD = "4242424242424242";
    static final String GOOD_TOO = "5555555555554444";
    /// Is saved, and declined whenever it is charged.
    static final String DECLINED = "4000000000000341";

    private static final int MONTH = 30;
    private static final int FORTNIGHT = 14;
    private static final int WEEK = 7;

    /// All of them. The first twelve are those of the sample file.
    static List<DemoCustomer> all() {
        return List.of(
                of("OC-1001", "Bramblewick Tea Rooms", "2 Chapel Rise", "BW4 1AA", "Bramblewick", "GB", FORTNIGHT, 18_000, GOOD),
                of("OC-1002", "The Gilded Teapot", "41 Market Street", "QM2 7TP", "Quillmoor", "GB", MONTH, 22_000, GOOD),
                of("OC-1003", "Fernhollow Farm Shop", "Fernhollow Farm", "FH1 1FS", "Fernhollow", "GB", MONTH, 30_000, ""),
                of("OC-1004", "Quillmoor Station Café", "Platform 1|Station Road", "QM1 1SC", "Quillmoor", "GB", WEEK, 26_000, GOOD_TOO),
                of("OC-1005", "Lantern & Larch Hotel", "9 Lakeside Drive", "LL9 3HH", "Larchwater", "GB", MONTH, 62_000, ""),
                of("OC-1006", "Puddlecombe Primary School", "School Lane", "PC3 2PS", "Puddlecombe", "GB", MONTH, 41_000, ""),
                of("OC-1007", "Marigold Street Deli", "17 Marigold Street", "QM3 5MD", "Quillmoor", "GB", FORTNIGHT, 19_500, DECLINED),
                of("OC-1008", "Thistledown Catering", "Unit 6|Thistledown Yard", "TD7 4TC", "Thistledown", "GB", MONTH, 54_000, GOOD),
                of("OC-1009", "Saltmarsh Sandwich Company", "3 Harbour Parade", "SM5 8SC", "Saltmarsh", "GB", FORTNIGHT, 38_000, GOOD),
                of("OC-1010", "Hotel Möwennest", "Dünenweg 12", "99901", "Möwenhafen", "DE", MONTH, 47_000, GOOD),
                of("OC-1011", "Boulangerie du Pont Imaginaire", "5 rue du Pont", "99005", "Pont-Imaginaire", "FR", MONTH, 36_000, ""),
                of("OC-1012", "Cloudberry Canteen", "80 Mill Road", "CB8 0MR", "Cloudberry", "GB", WEEK, 15_000, DECLINED),
                of("OC-1013", "Barley & Bee Brewhouse", "The Old Maltings", "BB1 6BB", "Barleyford", "GB", MONTH, 24_500, GOOD),
                of("OC-1014", "Copperkettle Works Canteen", "Gate 3|Copperkettle Works", "CK2 2KW", "Copperkettle", "GB", MONTH, 58_000, ""),
                of("OC-1015", "Driftwood Beach Bar", "1 The Strand", "DW6 1BB", "Driftwood Bay", "GB", WEEK, 21_000, GOOD_TOO),
                of("OC-1016", "Elderflower Events", "22 Orchard Mews", "EF4 9EE", "Elderford", "GB", FORTNIGHT, 44_000, GOOD),
                of("OC-1017", "Foxglove Garden Centre", "Foxglove Lane", "FG3 3GC", "Foxglove", "GB", MONTH, 27_000, GOOD),
                of("OC-1018", "Grindstone Coffee Roasters", "7 Grindstone Row", "GS1 7CR", "Grindstone", "GB", MONTH, 33_000, GOOD),
                of("OC-1019", "Harvest Moon Hostel", "Hilltop", "HM2 4HH", "Harvest Moor", "GB", FORTNIGHT, 17_500, DECLINED),
                of("OC-1020", "Inkwell Books & Cakes", "12 Quill Street", "QM1 9IB", "Quillmoor", "GB", MONTH, 20_500, GOOD),
                of("OC-1021", "Juniper Lane Nursery", "Juniper Lane", "JL5 5JN", "Juniper", "GB", MONTH, 16_000, ""),
                of("OC-1022", "Panadería La Espiga Azul", "Calle del Molino 8", "99028", "Villaespiga", "ES", MONTH, 39_000, GOOD),
                of("OC-1023", "Ζαχαροπλαστείο Ηλιόσπορος", "Οδός Ανέμων 3", "999 10", "Ηλιοχώρι", "GR", MONTH, 28_000, GOOD),
                of("OC-1024", "Кафе «Снежинка»", "Липовая улица, 14", "999014", "Снежногорье", "BG", FORTNIGHT, 25_000, GOOD_TOO),
                of("OC-1025", "Larkspur Village Hall", "The Green", "LV1 1VH", "Larkspur", "GB", MONTH, 14_000, ""));
    }

    private static DemoCustomer of(String id, String name, String street, String postalCode, String town, String country, int termsDays, int usualMinor,
            String card) {
        return new DemoCustomer(id, name, List.of(street.split("\\|")), postalCode, town, country, termsDays, usualMinor,
                Optional.of(card).filter(number -> !number.isEmpty()));
    }

    /// Under a domain that nobody has.
    String email() {
        return "accounts@" + id.toLowerCase(java.util.Locale.ROOT) + ".example";
    }
}
