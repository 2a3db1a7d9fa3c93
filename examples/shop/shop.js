// Reports standard events of the shop's pages to the tag, with the documented calls. Without the
// tag nothing reads the queue, and the shop still works.
window.opportune =
  window.opportune ||
  function () {
    (window.opportune.q = window.opportune.q || []).push(arguments);
  };
const opportune = (...call) => window.opportune(...call);
const facts = JSON.parse(document.body.dataset.facts || '{}');

if (facts.product) opportune('track', 'Product Viewed', facts.product);
if (facts.list) opportune('track', 'Product List Viewed', { list_id: facts.list });
if (facts.search) opportune('track', 'Products Searched', facts.search);
if (facts.checkout === 'delivery')
  opportune('track', 'Checkout Started', { value: facts.cart.total, currency: 'EUR' });
if (facts.checkout === 'payment') opportune('track', 'Checkout Step Completed', { step: 1 });
opportune('cart', { ...facts.cart, currency: 'EUR' });

const checkout = document.getElementById('checkout');
if (checkout) opportune('visitor', (id) => (checkout.elements.visitor.value = id));
