/** Tests of the schema tracking. */
@NullMarked
package io.syncpipeline.mysql.internal.ddl;

import org.jspecify.annotations.NullMarked;
