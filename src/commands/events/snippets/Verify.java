// Paste isSigned into your handler; its body is bytes as they came (Spring: @RequestBody byte[]).
// Try it: WEBHOOK_SECRET=whsec_… java Verify.java SIGNATURE < body (Java 17 or later)
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class Verify {
    /** Whether {@code signature}, the X-Webhook-Signature header or null, is that of the body. */
    static boolean isSigned(byte[] rawBody, String signature, String secret)
            throws GeneralSecurityException {
        if (signature == null) {
            return false;
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        String expected = HexFormat.of().formatHex(mac.doFinal(rawBody));
        // Constant-time, unlike String.equals and Arrays.equals; false when the lengths differ.
        return MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8));
    }

    public static void main(String[] arguments) throws GeneralSecurityException, IOException {
        String secret = System.getenv("WEBHOOK_SECRET");
        if (secret == null || secret.isEmpty()) {
            System.err.println("WEBHOOK_SECRET is not set");
            System.exit(2);
        }
        byte[] rawBody = System.in.readAllBytes();
        String signature = arguments.length > 0 ? arguments[0] : null;
        if (!isSigned(rawBody, signature, secret)) {
            System.out.println("invalid"); // answer 401
            System.exit(1);
        }
        System.out.println("valid");
        // Only what is signed is parsed: from here on, Jackson and the like may have rawBody.
    }
}
