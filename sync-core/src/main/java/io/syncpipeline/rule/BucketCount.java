package io.syncpipeline.rule;

/** How many buckets a destination table is created with. */
public sealed interface BucketCount {

    /** The most buckets that are derived from a size. */
    int MOST_BY_SIZE = 4_096;

    /**
     * A number that the user chose.
     *
     * @param buckets at least 1
     */
    record Fixed(int buckets) implements BucketCount {

        public Fixed {
            if (buckets < 1) {
                throw new IllegalArgumentException("bucketCount must be at least 1: " + buckets);
            }
        }

        @Override
        public String toString() {
            return Integer.toString(buckets);
        }
    }

    /**
     * A number derived from the size of the source tables.
     *
     * @param bytesPerBucket how many of the source's bytes a bucket is for, at least 1 MiB
     */
    record BySize(long bytesPerBucket) implements BucketCount {

        private static final long LEAST = 1 << 20;

        public BySize {
            if (bytesPerBucket < LEAST) {
                throw new IllegalArgumentException(
                        "bucketCountBySize must be at least " + LEAST + " bytes per bucket: " + bytesPerBucket);
            }
        }

        /** The number for source tables of so many bytes together, from 1 to {@link #MOST_BY_SIZE}. */
        public int of(long bytes) {
            long buckets = bytes / bytesPerBucket + (bytes % bytesPerBucket == 0 ? 0 : 1);
            return (int) Math.max(1, Math.min(buckets, MOST_BY_SIZE));
        }
    }
}
