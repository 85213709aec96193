package io.avid.statement.process;

import java.util.List;

/** Whom a statement is for. */
public interface StatementCustomers {
    /**
     * A customer as it is addressed.
     *
     * @param name as it is printed
     * @param addressLines the address without the name
     * @param number under which the organisation knows it, or empty
     */
    record Addressee(String name, List<String> addressLines, String number) {
        public Addressee {
            addressLines = List.copyOf(addressLines);
        }

        /** Says nothing of the person. */
        @Override
        public String toString() {
            return "Addressee";
        }
    }

    /**
     * Who a customer is.
     *
     * @throws io.avid.platform.error.Failure NOT_FOUND
     */
    Addressee find(String customer);
}
