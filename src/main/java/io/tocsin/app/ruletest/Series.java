package io.tocsin.app.ruletest;

import io.tocsin.config.Default;
import io.tocsin.config.Doc;
import io.tocsin.config.Position;
import io.tocsin.config.Range;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one sensor sends. */
record Series(
        Position place,
        @Doc("The sensor's host.") String host,
        @Doc("Its service.") String service,
        @Doc("Its values in order: 80 is a value, _ none, 85x3 three times the same, 80+2x4 four in steps of 2.")
                String values,
        @Doc("When the first value comes, a distance from the start.") @Default("0 s") String at,
        @Doc("How far values are apart; that of the test where not given.") @Range(min = "1 ms") @Nullable
                Duration every,
        @Doc("How much earlier than it comes each value is dated.") @Default("0 s") Duration late,
        @Doc("The sensor's context.") @Nullable String context,
        @Doc("Where it is, degrees; needs latitude.") @Nullable Double longitude,
        @Doc("Where it is, degrees; needs longitude.") @Nullable Double latitude) {

    Series {
        SeriesNotation.values(values);
        Written.moment("at", at);
        if ((longitude == null) != (latitude == null)) {
            throw new IllegalArgumentException("needs longitude and latitude, or neither");
        }
    }

    List<@Nullable Double> readings() {
        return SeriesNotation.values(values);
    }

    Moment begins() {
        return Moment.parse(at);
    }
}
