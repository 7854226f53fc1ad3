const NUMBER = '(?:\\d+(?:\\.\\d*)?|\\.\\d+)';
const BINARY = '[KMGTPE]i';
const DECIMAL = '[numkMGTPE]';
// More digits than an int64 are an error to Kubernetes.
const EXPONENT = '[eE][-+]?\\d{1,18}';

const QUANTITY = new RegExp(`^[-+]?${NUMBER}(?:${BINARY}|${DECIMAL}|${EXPONENT})?$`);

/**
 * Whether a text is a quantity by the grammar of Kubernetes (apimachinery, api/resource): a number,
 * and maybe a unit: `500m`, `1.5`, `256Mi`, `1e3`. It may be negative. Kubernetes' own parser also
 * takes a unit or a sign alone for zero, which its grammar and func's schema do not; nor does this.
 */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}
