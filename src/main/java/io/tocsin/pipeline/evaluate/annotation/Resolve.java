package io.tocsin.pipeline.evaluate.annotation;

/** The statement's rows resolve alerts of the rule it names. */
public @interface Resolve {
    /** The rule's name. */
    String value();
}
