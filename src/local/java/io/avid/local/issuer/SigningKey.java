package io.avid.local.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;

/// The issuer's RSA key, kept in a file so that tokens outlive a restart.
final class SigningKey {

    private static final int BITS = 2048;

    private SigningKey() {
    }

    /// The key in the file, made and written whole at the first start.
    static RSAKey readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Path aside = Files.createTempFile(file.getParent(), "key", ".aside");
            Files.writeString(aside, create().toJSONString());
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            return RSAKey.parse(Files.readString(file));
        } catch (ParseException e) {
            throw new IOException(file + " holds no signing key: " + e.getMessage() + ". Delete it for a new one; tokens given so far end with it.", e);
        }
    }

    private static RSAKey create() {
        try {
            return new RSAKeyGenerator(BITS).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.RS256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java can make an RSA key", e);
        }
    }
}
