/** {@code avid.transaction.v1.TransactionService}: proto in, use case, proto out. */
package io.avid.transaction.grpc;
