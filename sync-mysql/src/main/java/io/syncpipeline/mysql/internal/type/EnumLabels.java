package io.syncpipeline.mysql.internal.type;

import io.syncpipeline.model.Text;
import java.util.List;

/** The labels of an ENUM. Immutable and thread-safe. */
public final class EnumLabels {

    private final Text[] labels;

    EnumLabels(List<String> declared) {
        labels = new Text[declared.size() + 1];
        labels[0] = Text.of("");
        for (int i = 0; i < declared.size(); i++) {
            labels[i + 1] = Text.of(declared.get(i));
        }
    }

    /**
     * The label of a stored number: 1 is the first; 0, which the server stores for a value it did not know, is empty text.
     *
     * @throws ValueException when the type has no such label
     */
    public Text label(long number) {
        if (number < 0 || number >= labels.length) {
            throw new ValueException("The ENUM has " + (labels.length - 1) + " labels and no label number " + number);
        }
        return labels[(int) number];
    }
}
