package io.tocsin.pipeline.evaluate.annotation;

/** The statement's rows are published as derived events. */
public @interface Publish {
    /** The channel. */
    String value();
}
