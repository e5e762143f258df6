package dev.chasqui.internal.gap;

/**
 * What is remembered of a message, packed into a {@code long}: its content above, and below, by {@link Fingerprint.Sameness}, the time and
 * whether it was delivered, or how many equal ones came live and were delivered, or what of a bar was delivered.
 */
final class Entry {

    /** Counts stop here; what comes then is delivered without being told apart. */
    static final int MAX_COUNT = 0xffff;

    /** Of a bar: nothing, the minute as first sent, a later one that replaces it. */
    static final int NOTHING = 0;

    static final int MINUTE = 1;
    static final int UPDATE = 2;

    private Entry() {}

    static boolean matches(long entry, Fingerprint message) {
        return switch (message.sameness()) {
            case IDENTIFIED -> content(entry) == message.content() && message.isSameTime(low(entry) >>> 1);
            case COUNTED -> content(entry) == message.content();
            case REVISED -> true;
        };
    }

    static long identified(Fingerprint message) {
        return of(message.content(), (message.shortTime() << 1) | 1);
    }

    static boolean isDelivered(long entry) {
        return (entry & 1) != 0;
    }

    static long delivered(long entry, boolean delivered) {
        return delivered ? entry | 1 : entry & ~1L;
    }

    static long counted(Fingerprint message, int live, int delivered) {
        return of(message.content(), (live << 16) | delivered);
    }

    static int live(long entry) {
        return low(entry) >>> 16;
    }

    static int deliveredCount(long entry) {
        return low(entry) & MAX_COUNT;
    }

    static long revised(Fingerprint message, int state) {
        return of(message.content(), state);
    }

    static int state(long entry) {
        return low(entry);
    }

    static int content(long entry) {
        return (int) (entry >>> 32);
    }

    private static int low(long entry) {
        return (int) entry;
    }

    private static long of(int content, int low) {
        return ((long) content << 32) | (low & 0xffff_ffffL);
    }
}
