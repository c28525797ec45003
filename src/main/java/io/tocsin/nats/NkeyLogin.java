package io.tocsin.nats;

import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import io.tocsin.config.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Answers the server's challenge with the user's nkey; the seed itself never leaves this process. */
final class NkeyLogin implements AuthHandler {
    private final Secret seed;

    NkeyLogin(Secret seed) {
        this.seed = seed;
    }

    /** What a step with the key gives. */
    private interface Step<T> {
        T with(NKey key) throws GeneralSecurityException, IOException;
    }

    @Override
    public byte[] sign(byte[] nonce) {
        return take(key -> key.sign(nonce));
    }

    @Override
    public char[] getID() {
        return take(NKey::getPublicKey);
    }

    @Override
    public char @Nullable [] getJWT() {
        return null;
    }

    private <T> T take(Step<T> step) {
        NKey key = NKey.fromSeed(seed.reveal().toCharArray());
        try {
            return step.with(key);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("log.nkey cannot be used with this Java runtime", e);
        } finally {
            key.clear();
        }
    }
}
