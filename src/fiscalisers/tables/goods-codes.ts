/**
 * Goods by the Ukrainian classification of foreign trade (УКТ ЗЕД): 4, 6, 8 or 10 digits, or 5 that begin with two zeros.
 * Services by the classifier of products and services (ДКПП). A line has one of them at most. Source: protocol sheet A3, CHECKBODY.
 */
export const UKTZED = /^([0-9]{4}|00[0-9]{3}|[0-9]{6}|[0-9]{8}|[0-9]{10})$/
export const DKPP = /^[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{2}(\.[0-9]{2})*$/

/** Whether a line may carry these codes. */
export const areGoodsCodes = ({ uktzed, dkpp }: { readonly uktzed: string | null; readonly dkpp: string | null }): boolean =>
  (uktzed === null || dkpp === null) && (uktzed === null || UKTZED.test(uktzed)) && (dkpp === null || DKPP.test(dkpp))
