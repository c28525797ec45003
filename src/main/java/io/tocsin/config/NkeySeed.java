package io.tocsin.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The form of an nkey user seed: base 32 of two prefix bytes, 32 secret bytes and their checksum. */
final class NkeySeed {
    private static final Pattern USER_SEED = Pattern.compile("SU[A-Z2-7]{56}");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int DATA = 34;
    private static final int CRC_POLYNOMIAL = 0x1021;

    private NkeySeed() {}

    /** What is wrong with it, without showing any of it; null where nothing is. */
    static @Nullable String problem(String text) {
        if (!USER_SEED.matcher(text).matches()) {
            return text.matches("U[A-Z2-7]{55}")
                    ? "is the public key of a user: give the seed, which begins with SU"
                    : "is not the seed of a user's nkey: that is one word of 58 capital letters and digits and begins with"
                            + " SU";
        }
        byte[] bytes = decode(text);
        int checksum = (bytes[DATA] & 0xff) | ((bytes[DATA + 1] & 0xff) << 8);
        return crc16(bytes, DATA) == checksum ? null : "is a seed with a mistake: its checksum does not fit";
    }

    private static byte[] decode(String text) {
        byte[] bytes = new byte[DATA + 2];
        int buffer = 0;
        int bits = 0;
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            buffer = (buffer << 5) | ALPHABET.indexOf(text.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[length++] = (byte) (buffer >> bits);
                buffer &= (1 << bits) - 1;
            }
        }
        return bytes;
    }

    private static int crc16(byte[] bytes, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc ^= (bytes[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ CRC_POLYNOMIAL;
            }
            crc &= 0xffff;
        }
        return crc;
    }
}
