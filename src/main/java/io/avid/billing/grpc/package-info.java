/** The module's gRPC service: proto in, use case, proto out. */
package io.avid.billing.grpc;
