/**
 * What a rendered document says, and the rules by which its figures must agree: a document that is
 * wrong is worse than none.
 *
 * <p>All amounts of one letter are whole minor units of its one currency.
 */
package io.avid.document.domain.letter;
