package dev.chasqui.simulator;

import java.time.Duration;

/** When a fault strikes. */
sealed interface FaultSchedule {

    /** When it is injected; or, if nothing is there to strike, as soon as something is. */
    record OnDemand() implements FaultSchedule {
        @Override
        public String toString() {
            return "";
        }
    }

    /** At a step of the opening dialogue. */
    record At(FaultStage stage) implements FaultSchedule {
        @Override
        public String toString() {
            return "at:" + stage.argumentName();
        }
    }

    /** So long after a session was authenticated, or after the start for faults of the whole server; again and again if repeated. */
    record AfterTime(Duration delay, boolean repeated) implements FaultSchedule {
        public AfterTime {
            if (delay.isNegative() || (repeated && delay.isZero())) {
                throw new IllegalArgumentException("the time between two faults must be positive");
            }
        }

        @Override
        public String toString() {
            return (repeated ? "every:" : "after:") + ArgumentText.format(delay);
        }
    }

    /** After so many data messages of a session; again and again if repeated. */
    record AfterMessages(long messages, boolean repeated) implements FaultSchedule {
        public AfterMessages {
            if (messages < 1) {
                throw new IllegalArgumentException("the number of messages before a fault must be positive");
            }
        }

        @Override
        public String toString() {
            return (repeated ? "every:" : "after:") + messages + FaultSpec.MESSAGES_UNIT;
        }
    }
}
