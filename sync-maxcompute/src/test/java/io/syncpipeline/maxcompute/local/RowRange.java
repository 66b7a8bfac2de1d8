package io.syncpipeline.maxcompute.local;

/**
 * The rows a download request asks for.
 *
 * @param start the first row, counted from 0
 * @param count how many
 */
record RowRange(long start, long count) {

    /** Reads {@code rowrange=(start,count)}; what lies beyond the last row is left out. */
    static RowRange of(ServiceRequest request, long total) {
        String text = request.required("rowrange");
        int comma = text.indexOf(',');
        try {
            long start = Long.parseLong(text.substring(1, comma).trim());
            long count =
                    Long.parseLong(text.substring(comma + 1, text.length() - 1).trim());
            if (start < 0 || count < 0 || start > total) {
                throw new ServiceException(400, "InvalidRowRange", "Row range " + text + " of " + total + " rows.");
            }
            return new RowRange(start, Math.min(count, total - start));
        } catch (IndexOutOfBoundsException | NumberFormatException failure) {
            throw new ServiceException(400, "InvalidRowRange", "Row range " + text + " is not (start,count).");
        }
    }
}
