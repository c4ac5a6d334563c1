package wherefore.constitution;

import java.text.Normalizer;
import java.util.Locale;

/// A text as part of an id: lower case, letters and digits of any script, hyphens between.
final class Slug {

    private static final int LONGEST = 60;

    private Slug() {}

    static String of(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("['’]", "")
                .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
        return plain.isEmpty() ? "untitled" : shortened(plain);
    }

    private static String shortened(String slug) {
        if (slug.length() <= LONGEST) {
            return slug;
        }
        int cut = slug.lastIndexOf('-', LONGEST);
        if (cut > LONGEST / 2) {
            return slug.substring(0, cut);
        }
        return slug.substring(0, Character.isHighSurrogate(slug.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }
}
