import {catalogue, useTexts} from '@avid/kit';

const names = catalogue({
  en: {
    'raise-invoice': 'Raise an invoice', 'collect-invoice': 'Collect an invoice', 'refund-payment': 'Refund a payment', 'send-payment-link': 'Payment link', 'void-invoice': 'Withdraw an invoice',
    'apply-payment': 'Take a payment over', 'apply-refund': 'Take a refund over', 'undo-refund': 'Undo a refund that failed', 'apply-dispute': 'Follow a dispute', 'import-receivables': 'Import receivables', 'issue-statement': 'Issue a statement',
  },
  de: {
    'raise-invoice': 'Rechnung stellen', 'collect-invoice': 'Rechnung einziehen', 'refund-payment': 'Zahlung erstatten', 'send-payment-link': 'Zahlungslink', 'void-invoice': 'Rechnung zurückziehen',
    'apply-payment': 'Zahlung übernehmen', 'apply-refund': 'Erstattung übernehmen', 'undo-refund': 'Gescheiterte Erstattung zurücknehmen', 'apply-dispute': 'Streitfall verfolgen', 'import-receivables': 'Forderungen importieren', 'issue-statement': 'Kontoauszug ausstellen',
  },
});

/** What a process is called, by the type that its service gives it; one that is not known keeps its words. */
export function useProcessName(): (type: string) => string {
  const said = useTexts(names) as Readonly<Record<string, string>>;
  return (type) => said[type] ?? type.replaceAll('-', ' ');
}
