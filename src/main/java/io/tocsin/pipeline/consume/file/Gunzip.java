package io.tocsin.pipeline.consume.file;

import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Unpacks all members of gzip data; what follows them and is no member, which the JDK ignores, is damage here. */
final class Gunzip extends GZIPInputStream {
    private static final int TRAILER = 8;

    private final Input packed;

    Gunzip(Input packed, int block) throws IOException {
        super(packed, block);
        this.packed = packed;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int count = super.read(into, at, length);
        if (count < 0 && (inf.getRemaining() > TRAILER || packed.available() > 0)) {
            throw new ZipException("what follows is not gzip");
        }
        return count;
    }
}
