package wherefore.synthesis.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Invented names: each line of a pool is a place where people are called so, with given names and family names. Every
/// given name meets every family name of its line once; two neighbours of such a list are dealt together, because
/// people in a scenario live in one place.
public final class NamePool {

    private NamePool() {}

    /// Pairs of full names, each full name in one pair, all with the same weight.
    ///
    /// @param text lines `PLACE: GIVEN, GIVEN, ... / FAMILY, FAMILY, ...`
    public static Map<String, Double> pairs(String text) {
        Map<String, Double> pairs = new LinkedHashMap<>();
        for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
            int colon = line.indexOf(':');
            String[] sides = line.substring(colon + 1).split("/", -1);
            if (colon < 0 || sides.length != 2) {
                throw new IllegalArgumentException(
                        "a line of a pool of names is \"PLACE: GIVEN, GIVEN / FAMILY, FAMILY\", but one is \"" + line
                                + "\"");
            }
            List<String> names = full(names(sides[0]), names(sides[1]));
            for (int i = 0; i + 1 < names.size(); i += 2) {
                pairs.put(names.get(i) + " and " + names.get(i + 1), 1.0);
            }
        }
        return pairs;
    }

    private static List<String> full(List<String> given, List<String> family) {
        List<String> names = new ArrayList<>(given.size() * family.size());
        for (int shift = 0; shift < family.size(); shift++) {
            for (int g = 0; g < given.size(); g++) {
                names.add(given.get(g) + " " + family.get((g + shift) % family.size()));
            }
        }
        return names;
    }

    private static List<String> names(String side) {
        return java.util.Arrays.stream(side.split(",", -1))
                .map(String::strip)
                .filter(n -> !n.isEmpty())
                .toList();
    }
}
