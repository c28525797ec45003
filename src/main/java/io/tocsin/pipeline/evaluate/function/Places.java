package io.tocsin.pipeline.evaluate.function;

import org.jspecify.annotations.Nullable;

/** Places on the Earth, by longitude and latitude in degrees, in the order in which messages have them. */
public final class Places {
    /** The mean radius of GRS 80 in metres: H. Moritz, Geodetic Reference System 1980, Journal of Geodesy 74 (2000). */
    private static final double EARTH = 6_371_008.7714;

    private Places() {}

    /** By the haversine formula: R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68 (1984), 159. */
    @SafeFunction(
            call = "distance(longitude1, latitude1, longitude2, latitude2)",
            gives = "metres along the great circle between two places given in degrees")
    public static @Nullable Double distance(
            @Nullable Number longitude1,
            @Nullable Number latitude1,
            @Nullable Number longitude2,
            @Nullable Number latitude2) {
        if (longitude1 == null || latitude1 == null || longitude2 == null || latitude2 == null) {
            return null;
        }
        double north1 = Math.toRadians(latitude1.doubleValue());
        double north2 = Math.toRadians(latitude2.doubleValue());
        double east = Math.toRadians(longitude2.doubleValue() - longitude1.doubleValue());
        double h = haversine(north2 - north1) + haversine(east) * StrictMath.cos(north1) * StrictMath.cos(north2);
        // Rounding may take places opposite each other above 1.
        return 2 * EARTH * StrictMath.asin(Math.sqrt(Math.min(1, h)));
    }

    private static double haversine(double angle) {
        double sine = StrictMath.sin(angle / 2);
        return sine * sine;
    }
}
