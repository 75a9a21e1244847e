package dev.maitred.mapping.rule;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns an id into one that tells nothing to who does not know the salt: HMAC-SHA256, its first 128 bits in base64url, 22 characters.
 * The same id under the same salt is always the same, whatever table it comes from.
 */
final class Hashing {

    private static final int BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    Hashing(Salt salt) {
        this.key = new SecretKeySpec(salt.secret().getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    String hash(String id) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] whole = mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
    }
}
