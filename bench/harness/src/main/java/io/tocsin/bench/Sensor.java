package io.tocsin.bench;

import java.util.List;

/**
 * One kind of sensor.
 *
 * @param service its name in the messages
 * @param level around which its values lie
 * @param noise the greatest usual distance from the level
 */
public record Sensor(String service, double level, double noise) {
    /** The plants' four industries, each with the five sensors of its hosts. */
    public static final List<Industry> INDUSTRIES = List.of(
            new Industry(
                    "592c8451da64856b397fcdfe",
                    "59c8d2f1a3b4e70f5c",
                    new Sensor("Temperature", 61, 2),
                    new Sensor("Vibration", 3.4, 0.5),
                    new Sensor("MotorCurrent", 41, 3),
                    new Sensor("HydraulicPressure", 160, 6),
                    new Sensor("Speed", 1480, 12)),
            new Industry(
                    "594e7bfb463aee1301da2d6b",
                    "594d186e51b3bc4eb0",
                    new Sensor("Pressure", 78, 3),
                    new Sensor("APFluid", 27, 0.8),
                    new Sensor("WellheadTemperature", 64, 1.5),
                    new Sensor("FlowRate", 120, 9),
                    new Sensor("ChokePosition", 45, 1)),
            new Industry(
                    "594e7c0a463aee1301da2d6d",
                    "59b1c07e8d2f4a6b9e",
                    new Sensor("SoilMoisture", 27, 0.8),
                    new Sensor("AirTemperature", 14, 0.7),
                    new Sensor("Humidity", 71, 4),
                    new Sensor("LeafWetness", 6, 1.5),
                    new Sensor("SoilTemperature", 11, 0.4)),
            new Industry(
                    "594e7c1b463aee1301da2d6f",
                    "59a7e4b20c9d3f5816",
                    new Sensor("InverterTemperature", 58, 2),
                    new Sensor("DCPower", 412, 20),
                    new Sensor("ACPower", 397, 20),
                    new Sensor("PanelTemperature", 51, 4),
                    new Sensor("Irradiance", 640, 40)));

    /**
     * One industry.
     *
     * @param context of its messages
     * @param idPrefix with which the ids of its hosts begin, 18 hexadecimal digits
     */
    public record Industry(String context, String idPrefix, List<Sensor> sensors) {
        Industry(String context, String idPrefix, Sensor... sensors) {
            this(context, idPrefix, List.of(sensors));
        }
    }
}
