package io.syncpipeline.maxcompute.footprint;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/** The classes that the code of a class names: those of the constant pool of its class file (JVM specification, 4.4). */
final class ClassReferences {

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;

    private ClassReferences() {}

    /** The names of the classes, arrays left out, with dots. */
    static SortedSet<String> of(InputStream classFile) throws IOException {
        DataInputStream in = new DataInputStream(classFile);
        // Magic number and version.
        in.readLong();
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        int[] classes = new int[count];
        int named = 0;
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts[i] = in.readUTF();
                case CLASS -> classes[named++] = in.readUnsignedShort();
                // String, MethodType, Module, Package
                case 8, 16, 19, 20 -> in.readUnsignedShort();
                // MethodHandle
                case 15 -> in.skipNBytes(3);
                case LONG, DOUBLE -> {
                    in.readLong();
                    // These two take two places.
                    i++;
                }
                // Integer, Float, the references to members, NameAndType, Dynamic, InvokeDynamic
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
                default -> throw new IOException("unknown tag " + tag + " in a constant pool");
            }
        }
        SortedSet<String> names = new TreeSet<>();
        Arrays.stream(classes, 0, named)
                .mapToObj(index -> texts[index])
                .filter(name -> !name.startsWith("["))
                .forEach(name -> names.add(name.replace('/', '.')));
        return names;
    }
}
