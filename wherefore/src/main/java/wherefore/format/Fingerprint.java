package wherefore.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over labelled parts: equal inputs, equal fingerprint; no two lists of parts run into each other, because
/// each
/// part is preceded by its length.
public final class Fingerprint {

    private final MessageDigest digest = sha256();

    /// The fingerprint of one text, as 64 hexadecimal digits.
    public static String of(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// The fingerprint of bytes, as 64 hexadecimal digits: what `sha256sum` prints.
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    public Fingerprint with(String label, String value) {
        part(label);
        part(value);
        return this;
    }

    public Fingerprint with(String label, long value) {
        return with(label, Long.toString(value));
    }

    /// 64 hexadecimal digits. A fingerprint is asked for once.
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void part(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (bytes.length >>> shift));
        }
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
