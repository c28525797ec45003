package io.tocsin.pipeline.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damage as transmission, firmware and hostile senders do it. */
final class Mutations {
    private static final List<byte[]> PIECES = List.of(
            bytes("NaN"),
            bytes("-Infinity"),
            bytes("+Infinity"),
            bytes("INF"),
            bytes("1e400"),
            bytes("null"),
            bytes("{"),
            bytes("}"),
            bytes("["),
            bytes("]"),
            bytes(","),
            bytes(":"),
            bytes("\""),
            bytes("\\"),
            bytes("\\ud800"),
            bytes("\"_id\":7,"),
            bytes("\"items\":{},"),
            bytes("\"timestamp\":0,"),
            bytes("\"a\":{\"b\":[1,2]},"),
            bytes("\"quite-a-long-name-of-a-sensor\":1,"),
            bytes("0"),
            bytes("-"),
            bytes("[[[[[[[[[["),
            bytes("/**/"),
            bytes("\r\n"),
            bytes(" ".repeat(600)),
            bytes(
                    "\"items\":{\"1\":1,\"2\":2,\"3\":3,\"4\":4,\"5\":5,\"6\":6,\"7\":7,\"8\":8,\"9\":9,\"a\":1,\"b\":2},"),
            new byte[] {0},
            new byte[] {(byte) 0xC0, (byte) 0x80},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
            bytes("\ud83d\ude00"));

    private Mutations() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] mutate(byte[] data, Random random) {
        int at = random.nextInt(data.length + 1);
        int to = Math.min(data.length, at + random.nextInt(20));
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(data, at);
            case 1 -> flipped(data, random);
            case 2 -> joined(data, at, new byte[] {(byte) random.nextInt(256)}, at);
            case 3, 4 -> joined(data, at, PIECES.get(random.nextInt(PIECES.size())), at);
            case 5 -> joined(data, at, new byte[0], to);
            case 6 -> joined(data, at, Arrays.copyOfRange(data, at, to), at);
            default -> afterAComma(data, random);
        };
    }

    private static byte[] flipped(byte[] data, Random random) {
        byte[] copy = data.clone();
        if (copy.length > 0) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    /** A piece where it is most likely to leave a whole document: behind the first brace or a comma. */
    private static byte[] afterAComma(byte[] data, Random random) {
        int at = Math.min(1, data.length);
        for (int i = random.nextInt(data.length + 1); i < data.length; i++) {
            if (data[i] == ',') {
                at = i + 1;
                break;
            }
        }
        return joined(data, at, PIECES.get(random.nextInt(PIECES.size())), at);
    }

    private static byte[] joined(byte[] data, int before, byte[] piece, int after) {
        var out = new ByteArrayOutputStream(data.length + piece.length);
        out.write(data, 0, before);
        out.writeBytes(piece);
        out.write(data, after, data.length - after);
        return out.toByteArray();
    }
}
