package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.Text;
import java.util.List;

/** The labels of a SET. Immutable and thread-safe. */
public final class SetLabels {

    private static final Text EMPTY = Text.of("");

    private final Text[] labels;

    SetLabels(List<String> declared) {
        labels = declared.stream().map(Text::of).toArray(Text[]::new);
    }

    /**
     * The labels of a stored bit mask, lowest bit first, with commas between.
     *
     * @throws ValueException when a bit has no label
     */
    public Text join(long mask) {
        if (mask == 0) {
            return EMPTY;
        }
        if (Long.SIZE - Long.numberOfLeadingZeros(mask) > labels.length) {
            throw new ValueException(
                    "The SET has " + labels.length + " labels, too few for the bits " + Long.toHexString(mask));
        }
        if (Long.bitCount(mask) == 1) {
            return labels[Long.numberOfTrailingZeros(mask)];
        }
        return joinSeveral(mask);
    }

    private Text joinSeveral(long mask) {
        int size = Long.bitCount(mask) - 1;
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            size += labels[Long.numberOfTrailingZeros(rest)].byteLength();
        }
        byte[] joined = new byte[size];
        int at = 0;
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            byte[] label = labels[Long.numberOfTrailingZeros(rest)].utf8();
            if (rest != mask) {
                joined[at++] = ',';
            }
            System.arraycopy(label, 0, joined, at, label.length);
            at += label.length;
        }
        return Text.ofUtf8(joined);
    }
}
