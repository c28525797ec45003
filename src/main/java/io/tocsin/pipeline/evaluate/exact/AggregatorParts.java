package io.tocsin.pipeline.evaluate.exact;

import com.espertech.esper.common.client.type.EPTypeClass;
import com.espertech.esper.common.internal.epl.expression.core.ExprNode;
import com.espertech.esper.common.internal.serde.compiletime.resolve.DataInputOutputSerdeForge;
import org.jspecify.annotations.Nullable;

/**
 * What Esper's own aggregators take and see to.
 *
 * @param distinct the type of values of which each counts once, or null where all count
 * @param serde for Esper's commercial edition
 */
record AggregatorParts(@Nullable EPTypeClass distinct, DataInputOutputSerdeForge serde, @Nullable ExprNode filter) {}
