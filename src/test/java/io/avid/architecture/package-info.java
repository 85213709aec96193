/**
 * The laws of the architecture, each as a test with fixtures that break it and are caught.
 *
 * <p>A {@link io.avid.architecture.Law} over classes is an ArchUnit rule; a
 * {@link io.avid.architecture.SourceLaw} reads attributed source trees, where class files no longer
 * tell (static types of arguments, comments, local variables). Both are given the product once, and
 * then fixtures: small sources in the product's own packages. A fixture that breaks the law proves
 * that the law's patterns match; {@code ProductImportTest} proves that the product was read whole. So no law
 * passes because it looked at nothing.
 */
package io.avid.architecture;
