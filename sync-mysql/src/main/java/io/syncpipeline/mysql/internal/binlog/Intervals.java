package io.syncpipeline.mysql.internal.binlog;

import java.util.Arrays;

/** Disjoint intervals of numbers, ascending, none touching the next. Adding at the end of the last one, the usual case, costs nothing. */
final class Intervals {

    private long[] first = new long[2];
    private long[] last = new long[2];
    private int count;

    /** Adds the numbers from {@code from} to {@code to}, both included. */
    void add(long from, long to) {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException("not an interval of transaction numbers: " + from + "-" + to);
        }
        if (count > 0 && last[count - 1] + 1 == from) {
            last[count - 1] = to;
            return;
        }
        int begin = 0;
        while (begin < count && last[begin] + 1 < from) {
            begin++;
        }
        int end = begin;
        while (end < count && first[end] <= to + 1) {
            end++;
        }
        if (begin == end) {
            insert(begin, from, to);
        } else {
            first[begin] = Math.min(first[begin], from);
            last[begin] = Math.max(last[end - 1], to);
            remove(begin + 1, end);
        }
    }

    private void insert(int index, long from, long to) {
        if (count == first.length) {
            first = Arrays.copyOf(first, count * 2);
            last = Arrays.copyOf(last, count * 2);
        }
        System.arraycopy(first, index, first, index + 1, count - index);
        System.arraycopy(last, index, last, index + 1, count - index);
        first[index] = from;
        last[index] = to;
        count++;
    }

    private void remove(int begin, int end) {
        System.arraycopy(first, end, first, begin, count - end);
        System.arraycopy(last, end, last, begin, count - end);
        count -= end - begin;
    }

    boolean covers(Intervals other) {
        int own = 0;
        for (int i = 0; i < other.count; i++) {
            while (own < count && last[own] < other.last[i]) {
                own++;
            }
            if (own == count || first[own] > other.first[i]) {
                return false;
            }
        }
        return true;
    }

    boolean contains(long number) {
        for (int i = count - 1; i >= 0; i--) {
            if (first[i] <= number) {
                return number <= last[i];
            }
        }
        return false;
    }

    Intervals copy() {
        Intervals copy = new Intervals();
        copy.first = first.clone();
        copy.last = last.clone();
        copy.count = count;
        return copy;
    }

    void appendTo(StringBuilder text) {
        for (int i = 0; i < count; i++) {
            text.append(':').append(first[i]);
            if (last[i] > first[i]) {
                text.append('-').append(last[i]);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Intervals that
                && Arrays.equals(first, 0, count, that.first, 0, that.count)
                && Arrays.equals(last, 0, count, that.last, 0, that.count);
    }

    @Override
    public int hashCode() {
        return count == 0 ? 0 : Long.hashCode(last[count - 1]);
    }
}
