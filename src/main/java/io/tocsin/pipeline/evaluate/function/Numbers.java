package io.tocsin.pipeline.evaluate.function;

import org.jspecify.annotations.Nullable;

/** Numbers. {@link StrictMath} gives the same bits on every machine. */
public final class Numbers {
    private Numbers() {}

    @SafeFunction(call = "abs(x)", gives = "x without its sign")
    public static @Nullable Double abs(@Nullable Number x) {
        return x == null ? null : Math.abs(x.doubleValue());
    }

    @SafeFunction(call = "sign(x)", gives = "-1, 0 or 1")
    public static @Nullable Double sign(@Nullable Number x) {
        return x == null ? null : Math.signum(x.doubleValue());
    }

    @SafeFunction(call = "round(x)", gives = "the nearest whole number, halves up, as long")
    public static @Nullable Long round(@Nullable Number x) {
        return x == null ? null : Math.round(x.doubleValue());
    }

    @SafeFunction(call = "floor(x)", gives = "the greatest whole number that is not above x")
    public static @Nullable Double floor(@Nullable Number x) {
        return x == null ? null : Math.floor(x.doubleValue());
    }

    @SafeFunction(call = "ceil(x)", gives = "the least whole number that is not below x")
    public static @Nullable Double ceil(@Nullable Number x) {
        return x == null ? null : Math.ceil(x.doubleValue());
    }

    @SafeFunction(call = "clamp(x, least, most)", gives = "x, but no less than `least` and no more than `most`")
    public static @Nullable Double clamp(@Nullable Number x, @Nullable Number least, @Nullable Number most) {
        return (x == null || least == null || most == null)
                ? null
                : Math.max(least.doubleValue(), Math.min(most.doubleValue(), x.doubleValue()));
    }

    @SafeFunction(call = "sqrt(x)", gives = "the square root")
    public static @Nullable Double sqrt(@Nullable Number x) {
        return x == null ? null : Math.sqrt(x.doubleValue());
    }

    @SafeFunction(call = "pow(x, y)", gives = "x to the power of y")
    public static @Nullable Double pow(@Nullable Number x, @Nullable Number y) {
        return (x == null || y == null) ? null : StrictMath.pow(x.doubleValue(), y.doubleValue());
    }

    @SafeFunction(call = "hypot(x, y)", gives = "the square root of x² + y²")
    public static @Nullable Double hypot(@Nullable Number x, @Nullable Number y) {
        return (x == null || y == null) ? null : StrictMath.hypot(x.doubleValue(), y.doubleValue());
    }

    @SafeFunction(call = "exp(x)", gives = "e to the power of x")
    public static @Nullable Double exp(@Nullable Number x) {
        return x == null ? null : StrictMath.exp(x.doubleValue());
    }

    @SafeFunction(call = "log(x)", gives = "the natural logarithm")
    public static @Nullable Double log(@Nullable Number x) {
        return x == null ? null : StrictMath.log(x.doubleValue());
    }

    @SafeFunction(call = "log10(x)", gives = "the logarithm to base 10")
    public static @Nullable Double log10(@Nullable Number x) {
        return x == null ? null : StrictMath.log10(x.doubleValue());
    }

    @SafeFunction(call = "sin(x)", gives = "the sine of an angle in radians")
    public static @Nullable Double sin(@Nullable Number x) {
        return x == null ? null : StrictMath.sin(x.doubleValue());
    }

    @SafeFunction(call = "cos(x)", gives = "the cosine of an angle in radians")
    public static @Nullable Double cos(@Nullable Number x) {
        return x == null ? null : StrictMath.cos(x.doubleValue());
    }

    @SafeFunction(call = "tan(x)", gives = "the tangent of an angle in radians")
    public static @Nullable Double tan(@Nullable Number x) {
        return x == null ? null : StrictMath.tan(x.doubleValue());
    }

    @SafeFunction(call = "atan2(y, x)", gives = "the angle of the point (x, y), in radians")
    public static @Nullable Double atan2(@Nullable Number y, @Nullable Number x) {
        return (y == null || x == null) ? null : StrictMath.atan2(y.doubleValue(), x.doubleValue());
    }

    @SafeFunction(call = "radians(x)", gives = "degrees as radians")
    public static @Nullable Double radians(@Nullable Number degrees) {
        return degrees == null ? null : Math.toRadians(degrees.doubleValue());
    }

    @SafeFunction(call = "degrees(x)", gives = "radians as degrees")
    public static @Nullable Double degrees(@Nullable Number radians) {
        return radians == null ? null : Math.toDegrees(radians.doubleValue());
    }
}
