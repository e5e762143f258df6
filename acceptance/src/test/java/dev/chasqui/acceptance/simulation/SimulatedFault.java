package dev.chasqui.acceptance.simulation;

import dev.chasqui.acceptance.simulation.SimulatedNetwork.Dial;
import dev.chasqui.server.Interference.Delivery;
import dev.chasqui.wire.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What can go wrong in a simulation. Each is drawn as often as any other, and strikes whatever there is to strike. */
enum SimulatedFault {
    RESET((world, random) -> cut(world)),
    CLEAN_CLOSE((world, random) -> world.network()
            .link()
            .ifPresent(link -> link.session().ifPresent(session -> {
                session.link().close(OptionalInt.of(1000 + random.nextInt(2) * 12), "going away");
                session.disconnected("closed");
            }))),
    GHOST((world, random) -> world.network().link().ifPresent(SimulatedLink::breakAsGhost)),
    HALF_OPEN((world, random) -> world.network().link().ifPresent(SimulatedLink::goSilent)),
    SLOW_LINK((world, random) -> world.network().link().ifPresent(link -> {
        link.latency(Duration.ofMillis(200 + random.nextInt(1_800)));
        world.later(Duration.ofSeconds(30), () -> link.latency(world.network().latency));
    })),
    FLAPPING((world, random) -> {
        for (int i = 1; i <= 5; i++) {
            world.later(Duration.ofSeconds(i * 2L), () -> cut(world));
        }
    }),
    REFUSED(outage(Dial::refused)),
    UNKNOWN_HOST(outage(Dial::unknownHost)),
    LOST_IN_THE_NET(outage(Dial::lostInTheNet)),
    NO_ANSWER_TO_HANDSHAKE(outage(Dial::mute)),
    TOO_MANY_REQUESTS(outage(dial -> dial.status(429, Duration.ofSeconds(17)))),
    SERVICE_UNAVAILABLE(outage(dial -> dial.status(503, null))),
    NO_WELCOME((world, random) -> {
        world.interference().noWelcome();
        cut(world);
    }),
    LATE_WELCOME((world, random) -> {
        world.interference().lateWelcome(Duration.ofMillis(random.nextInt(4_000)));
        cut(world);
    }),
    AUTHENTICATION_TIMES_OUT((world, random) -> {
        world.interference().failAuthentication(ErrorCode.AUTH_TIMEOUT, true);
        cut(world);
    }),
    INTERNAL_ERROR_AT_AUTHENTICATION((world, random) -> {
        world.interference().failAuthentication(ErrorCode.INTERNAL_ERROR, true);
        cut(world);
    }),
    LOST_ACKNOWLEDGEMENT((world, random) -> {
        world.interference().acknowledge(Delivery.LOST);
        cut(world);
    }),
    LATE_ACKNOWLEDGEMENT((world, random) -> {
        world.interference().acknowledge(Delivery.late(Duration.ofMillis(random.nextInt(9_000))));
        cut(world);
    }),
    PARTIAL_ACKNOWLEDGEMENT((world, random) -> {
        world.interference().acknowledge(Delivery.PARTIAL);
        cut(world);
    }),
    SLOW_CLIENT((world, random) -> error(world, ErrorCode.SLOW_CLIENT, true)),
    INTERNAL_ERROR((world, random) -> error(world, ErrorCode.INTERNAL_ERROR, random.nextBoolean())),
    FORGOTTEN_SESSION((world, random) -> raw(world, "[{\"T\":\"success\",\"msg\":\"connected\"}]")),
    UNKNOWN_CODE((world, random) -> raw(world, "[{\"T\":\"error\",\"code\":499,\"msg\":\"what?\"}]")),
    UNKNOWN_TYPE((world, random) -> raw(world, "[{\"T\":\"zz\",\"x\":1}]")),
    BROKEN_FRAME((world, random) -> raw(world, "[{\"T\":\"t\",\"S\":\"AA")),
    BROKEN_ELEMENT((world, random) -> raw(world, "[{\"T\":\"t\",\"S\":\"AAA\",\"p\":\"x\"}]")),
    CORRUPTED_FRAME((world, random) -> world.network().link().ifPresent(SimulatedLink::corruptNext)),
    SLOW_HANDLERS((world, random) -> {
        world.handlersTake(Duration.ofSeconds(2 + random.nextInt(20)));
        world.market().busyFor(Duration.ofSeconds(30));
        world.later(Duration.ofSeconds(30), () -> world.handlersTake(Duration.ZERO));
    }),
    BUSY_MARKET((world, random) -> {
        world.market().busyFor(Duration.ofSeconds(20));
        world.later(Duration.ofMillis(random.nextInt(20_000)), () -> cut(world));
    }),
    CLOCK_SET((world, random) -> {
        Duration step = Duration.ofMillis(random.nextInt(4_000) - 2_000);
        world.loop().jumpWall(step);
        world.later(Duration.ofMinutes(10), () -> world.loop().jumpWall(step.negated()));
    }),
    STALL((world, random) -> world.stall(Duration.ofSeconds(random.nextInt(180)))),
    REST_FAILS((world, random) -> {
        world.restFails(Duration.ofSeconds(5 + random.nextInt(60)), random);
        cut(world);
    }),
    REST_LAGS((world, random) -> {
        world.restLags(random);
        world.market().busyFor(Duration.ofSeconds(20));
        cut(world);
    }),
    SUBSCRIPTIONS_CHANGE((world, random) -> world.changeSubscriptions());

    @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
    private final BiConsumer<Simulation, RandomGenerator> effect;

    SimulatedFault(BiConsumer<Simulation, RandomGenerator> effect) {
        this.effect = effect;
    }

    void strike(Simulation world, RandomGenerator random) {
        effect.accept(world, random);
    }

    private static BiConsumer<Simulation, RandomGenerator> outage(Consumer<Dial> fate) {
        return (world, random) -> {
            int dials = 1 + random.nextInt(6);
            for (int i = 0; i < dials; i++) {
                world.network().next(fate);
            }
            cut(world);
        };
    }

    private static void cut(Simulation world) {
        world.network().link().ifPresent(link -> link.breakNow("cut"));
    }

    private static void error(Simulation world, ErrorCode code, boolean close) {
        raw(world, "[{\"T\":\"error\",\"code\":" + code.code() + ",\"msg\":\"" + code.text() + "\"}]");
        if (close) {
            world.later(Duration.ofMillis(20), () -> cut(world));
        }
    }

    private static void raw(Simulation world, String frame) {
        world.network()
                .link()
                .flatMap(SimulatedLink::session)
                .ifPresent(session -> session.sendRaw(frame.getBytes(StandardCharsets.UTF_8)));
    }
}
