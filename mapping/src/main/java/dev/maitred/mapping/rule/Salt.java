package dev.maitred.mapping.rule;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The secret under which a source's ids are hashed. It is told to nobody: not by its text form, and not by its fingerprint.
 *
 * @param secret of {@link #SHORTEST} characters at least
 */
public record Salt(String secret) {

    /** Characters of a salt at least: what is shorter can be tried out. */
    public static final int SHORTEST = 16;

    private static final int ROUNDS = 100_000;
    private static final int FINGERPRINT_BITS = 64;

    /** @throws IllegalArgumentException when it is too short */
    public Salt {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "expected a secret salt of at least " + SHORTEST + " characters, found " + secret.length());
        }
    }

    /**
     * By which two salts are told apart and neither is found, 16 hexadecimal digits: PBKDF2 with HMAC-SHA256, some tens of
     * milliseconds, so that guessing costs more here than by any id that is hashed under it.
     */
    public String fingerprint() {
        try {
            byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(
                            secret.toCharArray(),
                            "maitred salt fingerprint".getBytes(StandardCharsets.UTF_8),
                            ROUNDS,
                            FINGERPRINT_BITS))
                    .getEncoded();
            return HexFormat.of().formatHex(derived);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no PBKDF2WithHmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "Salt[...]";
    }
}
