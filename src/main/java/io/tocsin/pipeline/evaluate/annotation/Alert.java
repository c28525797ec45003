package io.tocsin.pipeline.evaluate.annotation;

/** The statement's rows raise alerts. */
public @interface Alert {
    /** {@code info}, {@code warning} or {@code critical}. */
    String severity();

    /** Text for people, with <code>{column}</code> for values of the row. */
    String summary();

    /** Columns, separated by commas, that tell alerts apart; default: host and service where selected. */
    String key() default "";

    /** A time period without a row after which the alert resolves. */
    String resolveAfter() default "";

    /** A time period after which an open alert is sent again. */
    String repeat() default "";

    /** Whether each row is a notice of its own. */
    boolean each() default false;

    /** Whether the rule rings because nothing came. */
    boolean absence() default false;
}
