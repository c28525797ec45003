package io.tocsin.samples;

import static io.tocsin.samples.Sensor.steady;

import java.util.List;

/**
 * The plants of the samples. Each has one excursion over a limit of its rules, one drift that only an average shows and
 * one silence; the minutes differ, so that the alerts of the four do not come at once.
 *
 * @param file the name of the sample without its ending
 * @param context the context of all its messages
 */
record Industry(String file, String context, List<Host> hosts) {

    /** A station with its sensors, which reports them all in one message about every {@code seconds}. */
    record Host(String id, String location, int seconds, List<Sensor> sensors) {}

    static final List<Industry> ALL = List.of(industrial(), oilAndGas(), agriculture(), solar());

    private static Industry industrial() {
        Host pump = new Host(
                "59c8d2f1a3b4e70f5c1d0a01",
                "[10.9951,49.4521]",
                33,
                List.of(
                        steady("Temperature", 61, 9).drift(40, 100, 15),
                        steady("Vibration", 2.8, 0.6),
                        steady("MotorCurrent", 41, 3)));
        Host press = new Host(
                "59c8d2f1a3b4e70f5c1d0a02",
                "[10.9953,49.4522]",
                36,
                List.of(steady("Pressure", 160, 6), steady("Temperature", 48, 2)));
        Host compressor = new Host(
                "59c8d2f1a3b4e70f5c1d0a03",
                "[10.9957,49.4519]",
                31,
                List.of(
                        steady("Vibration", 3.4, 0.5).excursion(30, 42, 5),
                        steady("Temperature", 66, 2),
                        steady("Pressure", 7.2, 0.3)));
        Host fan = new Host(
                "59c8d2f1a3b4e70f5c1d0a04",
                "[10.9949,49.4525]",
                39,
                List.of(
                        steady("Vibration", 2.1, 0.4).silence(60, 71),
                        steady("MotorCurrent", 18, 1).silence(60, 71)));
        return new Industry("industrial", "592c8451da64856b397fcdfe", List.of(pump, press, compressor, fan));
    }

    private static Industry oilAndGas() {
        Host first = new Host(
                "594d186e51b3bc4eb0abafd9",
                "[45.13887627405175,50.75920624235248]",
                32,
                List.of(
                        steady("Pressure", 78, 3).excursion(50, 61, 17),
                        steady("APFluid", 27, 0.8),
                        steady("WellheadTemperature", 64, 1.5)));
        Host second = new Host(
                "594d186e51b3bc4eb0abafda",
                "[45.14120133291015,50.75811871204831]",
                35,
                List.of(
                        steady("FlowRate", 120, 18).drift(20, 85, -35),
                        steady("Pressure", 74, 3),
                        steady("WellheadTemperature", 59, 1.5)));
        Host third = new Host(
                "594d186e51b3bc4eb0abafdb",
                "[45.13407811950117,50.76102993410022]",
                38,
                List.of(
                        steady("Pressure", 69, 3).silence(86, 96),
                        steady("APFluid", 25, 0.8).silence(86, 96)));
        Host fourth = new Host(
                "594d186e51b3bc4eb0abafdc",
                "[45.13990241133709,50.76244120587716]",
                37,
                List.of(steady("FlowRate", 132, 9), steady("Pressure", 81, 2), steady("APFluid", 26, 0.8)));
        return new Industry("oil-and-gas", "594e7bfb463aee1301da2d6b", List.of(first, second, third, fourth));
    }

    private static Industry agriculture() {
        Host field = new Host(
                "59b1c07e8d2f4a6b9e3c5d11",
                "[5.3391,60.1182]",
                36,
                List.of(steady("SoilMoisture", 27, 0.8).excursion(15, 38, -12), steady("AirTemperature", 14, 0.7)));
        Host greenhouse = new Host(
                "59b1c07e8d2f4a6b9e3c5d12",
                "[5.3402,60.1185]",
                34,
                List.of(steady("Humidity", 71, 8).drift(45, 108, 17), steady("AirTemperature", 23, 0.9)));
        Host orchard = new Host(
                "59b1c07e8d2f4a6b9e3c5d13",
                "[5.3375,60.1190]",
                37,
                List.of(
                        steady("LeafWetness", 6, 1.5).silence(73, 82),
                        steady("Humidity", 64, 4),
                        steady("AirTemperature", 13, 0.7)));
        Host nursery = new Host(
                "59b1c07e8d2f4a6b9e3c5d14",
                "[5.3411,60.1177]",
                41,
                List.of(steady("SoilMoisture", 31, 0.8), steady("LeafWetness", 4, 1.2)));
        return new Industry("agriculture", "594e7c0a463aee1301da2d6d", List.of(field, greenhouse, orchard, nursery));
    }

    private static Industry solar() {
        Host east = new Host(
                "59a7e4b20c9d3f5816b27e21",
                "[-5.9869,37.3826]",
                34,
                List.of(
                        steady("InverterTemperature", 58, 2).excursion(22, 34, 22),
                        steady("DCPower", 412, 20),
                        steady("ACPower", 397, 20)));
        Host west = new Host(
                "59a7e4b20c9d3f5816b27e22",
                "[-5.9881,37.3829]",
                36,
                List.of(
                        steady("PanelTemperature", 51, 9).drift(35, 102, 13),
                        steady("DCPower", 405, 20),
                        steady("InverterTemperature", 56, 2)));
        Host south = new Host(
                "59a7e4b20c9d3f5816b27e23",
                "[-5.9874,37.3811]",
                35,
                List.of(
                        steady("InverterTemperature", 57, 2).silence(98, 108),
                        steady("ACPower", 388, 20).silence(98, 108)));
        Host mast = new Host(
                "59a7e4b20c9d3f5816b27e24",
                "[-5.9872,37.3820]",
                40,
                List.of(steady("Irradiance", 640, 40), steady("PanelTemperature", 49, 3)));
        return new Industry("solar", "594e7c1b463aee1301da2d6f", List.of(east, west, south, mast));
    }
}
