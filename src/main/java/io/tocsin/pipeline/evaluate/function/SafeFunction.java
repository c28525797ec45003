package io.tocsin.pipeline.evaluate.function;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A function of rules; its name is the method's. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface SafeFunction {
    /** How it is called, such as {@code abs(x)}. */
    String call();

    /** What it gives, for the manual. */
    String gives();
}
