package dev.chasqui.wire;

/**
 * Bounds on what a decoder accepts, so that hostile input costs little.
 *
 * @param maxDepth nesting of arrays and objects, at most {@value #LARGEST_DEPTH}
 * @param maxNumberLength characters of a JSON number
 * @param maxStringBytes encoded bytes of one string, except news content
 * @param maxContentBytes encoded bytes of the content of a news article
 * @param maxArrayElements elements of one array, the frame's own included
 */
public record DecodeLimits(
        int maxDepth, int maxNumberLength, int maxStringBytes, int maxContentBytes, int maxArrayElements) {

    /** The deepest nesting that can be allowed: values are skipped by recursion. */
    public static final int LARGEST_DEPTH = 512;

    /** Depth 32, numbers of 64 characters, strings of 1 MiB, news content of 8 MiB, arrays of 200,000 elements. */
    public static final DecodeLimits DEFAULT = new DecodeLimits(32, 64, 1 << 20, 8 << 20, 200_000);

    /** Checks that each bound is positive, and that of the depth not too large. */
    public DecodeLimits {
        if (maxDepth < 1 || maxNumberLength < 1 || maxStringBytes < 1 || maxContentBytes < 1 || maxArrayElements < 1) {
            throw new IllegalArgumentException("every limit must be positive");
        }
        if (maxDepth > LARGEST_DEPTH) {
            throw new IllegalArgumentException("maxDepth must be at most " + LARGEST_DEPTH);
        }
    }
}
