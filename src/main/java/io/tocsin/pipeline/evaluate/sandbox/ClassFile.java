package io.tocsin.pipeline.evaluate.sandbox;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a compiled class reaches for, read from its constant pool: JVM specification, 4.4. */
final class ClassFile {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int VERSION_BYTES = 4;
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int FLOAT = 4;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int FIELD = 9;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;

    /** A class, or with a name a field or method of it; names are the JVM's, with slashes. */
    record Reference(String owner, String name) {
        static final String NONE = "";
    }

    private final int[] tags;
    private final int[] first;
    private final int[] second;
    private final String[] texts;

    private ClassFile(int size) {
        tags = new int[size];
        first = new int[size];
        second = new int[size];
        texts = new String[size];
    }

    /**
     * All references of a class.
     *
     * @throws IllegalArgumentException if it is none, or does what Esper's compiler never does
     */
    static List<Reference> references(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("no class file");
            }
            in.skipNBytes(VERSION_BYTES);
            ClassFile file = new ClassFile(in.readUnsignedShort());
            file.read(in);
            return file.references();
        } catch (IOException e) {
            throw new IllegalArgumentException("no class file", e);
        }
    }

    private void read(DataInputStream in) throws IOException {
        for (int i = 1; i < tags.length; i++) {
            int tag = in.readUnsignedByte();
            tags[i] = tag;
            switch (tag) {
                case UTF8 -> texts[i] = in.readUTF();
                case INTEGER, FLOAT -> in.readInt();
                case LONG, DOUBLE -> {
                    in.readLong();
                    i++; // these take two places
                }
                case CLASS, STRING -> first[i] = in.readUnsignedShort();
                case FIELD, FIELD + 1, INTERFACE_METHOD, NAME_AND_TYPE -> {
                    first[i] = in.readUnsignedShort();
                    second[i] = in.readUnsignedShort();
                }
                // Handles and dynamic calls find methods by themselves.
                default -> throw new IllegalArgumentException("constant of kind " + tag);
            }
        }
    }

    private List<Reference> references() {
        List<Reference> references = new ArrayList<>();
        for (int i = 1; i < tags.length; i++) {
            if (tags[i] == CLASS) {
                references.add(new Reference(texts[first[i]], Reference.NONE));
            } else if (tags[i] >= FIELD && tags[i] <= INTERFACE_METHOD) {
                references.add(new Reference(texts[first[first[i]]], texts[first[second[i]]]));
            }
        }
        return references;
    }
}
