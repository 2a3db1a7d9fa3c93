/** The name of the element in the page that holds what is drawn. A page may hide it by removing it. */
export const hostName = 'opportune-part';
