package dev.chasqui.acceptance.soak;

import dev.chasqui.acceptance.proxy.Direction;
import dev.chasqui.acceptance.proxy.Ending;
import dev.chasqui.acceptance.proxy.Scope;
import dev.chasqui.acceptance.proxy.Toxic;
import dev.chasqui.simulator.Fault;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.FaultStage;
import dev.chasqui.simulator.RestFault;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What goes wrong in a soak. Weights are thousandths of all faults. */
enum SoakFault {
    RESET(Kind.CUT, 250) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.proxy().cut(Ending.RST);
        }
    },
    END(Kind.CUT, 100) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.proxy().cut(Ending.FIN);
        }
    },
    RESET_IN_FRAME(Kind.CUT, 50) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.inject(FaultSpec.of(Fault.DROP_IN_FRAME));
        }
    },
    BLACK_HOLE(Kind.HALF_OPEN, 100) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.toxic(Direction.BOTH, Toxic.blackhole(), Scope.OPEN);
        }
    },
    SILENT_SERVER(Kind.HALF_OPEN, 50) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.inject(FaultSpec.of(Fault.HALF_OPEN));
        }
    },
    ERROR(Kind.SERVER_ERROR, 40) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            int code = random.nextBoolean() ? 500 : 407;
            soak.inject(FaultSpec.of(Fault.ERROR).code(code).thenClose(true).after(Duration.ZERO));
        }
    },
    GHOST(Kind.SERVER_ERROR, 30) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.inject(FaultSpec.of(Fault.GHOST));
        }
    },
    CLOSE(Kind.SERVER_ERROR, 20) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.inject(FaultSpec.of(Fault.CLOSE));
        }
    },
    LATE_ACKNOWLEDGEMENT(Kind.SERVER_ERROR, 20) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.inject(FaultSpec.of(Fault.LATE_ACK)
                    .delay(Duration.ofMillis(50 + random.nextInt(250)))
                    .at(FaultStage.SUBSCRIBE));
            soak.proxy().cut(Ending.RST);
        }
    },
    LOST_ACKNOWLEDGEMENT(Kind.SERVER_ERROR, 20) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.inject(FaultSpec.of(Fault.LOST_ACK).at(FaultStage.SUBSCRIBE));
            soak.proxy().cut(Ending.RST);
        }
    },
    REFUSED(Kind.SERVER_ERROR, 20) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.inject(FaultSpec.of(Fault.REFUSE).at(FaultStage.CONNECT));
            soak.proxy().cut(Ending.RST);
        }
    },
    NARROW_LINK(Kind.SLOW_LINK, 40) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.toxic(Direction.TO_CLIENT, Toxic.bandwidth(NARROW), Scope.ALL);
        }
    },
    LATE_BYTES(Kind.SLOW_LINK, 30) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            Duration delay = Duration.ofMillis(20 + random.nextInt(80));
            soak.toxic(Direction.BOTH, Toxic.latency(delay, delay.dividedBy(2), random.nextLong()), Scope.ALL);
        }
    },
    SLICES(Kind.SLOW_LINK, 30) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.toxic(Direction.BOTH, Toxic.slices(64 + random.nextInt(400)), Scope.ALL);
        }
    },
    MALFORMED_FRAME(Kind.GARBAGE, 40) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.inject(FaultSpec.of(Fault.MALFORMED_FRAME));
        }
    },
    MALFORMED_ELEMENT(Kind.GARBAGE, 40) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.inject(FaultSpec.of(Fault.MALFORMED_ELEMENT));
        }
    },
    UNKNOWN_TYPE(Kind.GARBAGE, 20) {
        @Override
        void strike(Soak soak, RandomGenerator random) {
            soak.inject(FaultSpec.of(Fault.UNKNOWN_TYPE));
        }
    },
    REST_ERROR(Kind.REST, 20, RestFault.ERROR),
    REST_SILENT(Kind.REST, 20, RestFault.NO_ANSWER),
    REST_CUT(Kind.REST, 20, RestFault.RESET_IN_BODY),
    REST_TRUNCATED(Kind.REST, 15, RestFault.TRUNCATED_BODY),
    REST_LIMITED(Kind.REST, 10, RestFault.TOO_MANY_REQUESTS),
    REST_EMPTY_PAGE(Kind.REST, 15, RestFault.EMPTY_LAST_PAGE);

    /** What the faults have in common. */
    enum Kind {
        /** The connection ends. */
        CUT(true),
        /** The connection is mute, and does not end. */
        HALF_OPEN(true),
        /** The server misbehaves; each of these ends the connection as well. */
        SERVER_ERROR(true),
        /** Bytes come late or in pieces. */
        SLOW_LINK(false),
        /** What comes cannot be read. */
        GARBAGE(false),
        /** History cannot be had, some of the time. */
        REST(false);

        private final boolean ending;

        Kind(boolean ending) {
            this.ending = ending;
        }

        /** Whether the client has to connect anew. */
        boolean isEnding() {
            return ending;
        }
    }

    // Bytes a second: less than the market needs, so that a queue grows while it lasts.
    private static final long NARROW = 1_500_000;
    private static final int ALL_WEIGHTS = 1_000;

    private final Kind kind;
    private final int weight;

    @SuppressWarnings("ImmutableEnumChecker") // Never changed.
    private final RestFault[] rest;

    SoakFault(Kind kind, int weight, RestFault... rest) {
        this.kind = kind;
        this.weight = weight;
        this.rest = rest;
    }

    /** One of them, by weight. */
    static SoakFault draw(RandomGenerator random) {
        int ticket = random.nextInt(ALL_WEIGHTS);
        for (SoakFault fault : values()) {
            ticket -= fault.weight;
            if (ticket < 0) {
                return fault;
            }
        }
        throw new IllegalStateException("the weights are less than " + ALL_WEIGHTS);
    }

    Kind kind() {
        return kind;
    }

    /** Makes it happen. */
    void strike(Soak soak, RandomGenerator random) {
        soak.restFails(rest[0], 2 + random.nextInt(4));
    }
}
