// The pages for buying: cart, checkout in two steps, and the received order.
import { totalOf } from './cart.ts';
import type { CartLine } from './cart.ts';
import { html, raw } from './html.ts';
import type { Html } from './html.ts';
import type { Order } from './orders.ts';
import { euro, page } from './page.ts';
import type { Frame } from './page.ts';

export function cartPage(frame: Frame): string {
  const { cart } = frame;
  if (cart.length === 0)
    return page(
      frame,
      'Cart',
      {},
      html`<h1>Your cart</h1>
        <p>It is empty. <a href="/category/lighting">The lamps</a> are a good place to begin.</p>`,
    );
  return page(
    frame,
    'Cart',
    {},
    html` <h1>Your cart</h1>
      <ul class="lines">
        ${cart.map(cartLine)}
      </ul>
      <p class="total"><span>Total</span><b>${euro.format(totalOf(cart))}</b></p>
      <a class="button" href="/checkout" data-opportune="checkout">To the checkout</a>`,
  );
}

function cartLine({ product, quantity }: CartLine): Html {
  const step = (change: number, label: string, sign: string): Html =>
    html`<form method="post" action="/cart">
      <input type="hidden" name="product" value="${product.id}" /><input
        type="hidden"
        name="change"
        value="${change}"
      /><button class="step" aria-label="${label} ${product.name}">${sign}</button>
    </form>`;
  return html`<li>
    <span class="picture small">${raw(product.drawing)}</span
    ><span class="grow"
      ><b>${product.name}</b><span class="quiet">${euro.format(product.price)}</span></span
    >${step(-1, 'One less of', '−')}<span class="quantity">${quantity}</span
    >${step(1, 'One more of', '+')}
  </li>`;
}

export function checkoutPage(frame: Frame, step: 'delivery' | 'payment'): string {
  const fields =
    step === 'delivery'
      ? html`<label>Name<input name="name" autocomplete="name" required maxlength="80" /></label
          ><label
            >Street<input
              name="street"
              autocomplete="street-address"
              required
              maxlength="120" /></label
          ><label>Postcode and town<input name="town" required maxlength="80" /></label
          ><button class="button">Continue to payment</button>`
      : html`<p>This is a demonstration: no card is asked for.</p>
          <label class="choice"
            ><input type="radio" name="pay" value="invoice" checked /> On invoice, 14 days</label
          ><label class="choice"
            ><input type="radio" name="pay" value="transfer" /> Bank transfer</label
          ><button class="button" data-opportune="order">
            Order for ${euro.format(totalOf(frame.cart))}
          </button>`;
  return page(
    frame,
    `Checkout, ${step}`,
    { checkout: step },
    html`
<h1>Checkout</h1><ol class="steps"><li${raw(step === 'delivery' ? ' aria-current="step"' : '')}>Delivery</li><li${raw(step === 'payment' ? ' aria-current="step"' : '')}>Payment</li></ol>
<div class="split"><form class="fields" method="post" action="/checkout/${step}" id="checkout"><input type="hidden" name="visitor" value="">${fields}</form>
<aside><h2>Your cart</h2><ul class="plain">${frame.cart.map(({ product, quantity }) => html`<li><span>${quantity} × ${product.name}</span><b>${euro.format(product.price * quantity)}</b></li>`)}</ul><p class="total"><span>Total</span><b>${euro.format(totalOf(frame.cart))}</b></p></aside></div>`,
  );
}

export function orderPage(frame: Frame, order: Order): string {
  return page(
    frame,
    'Order received',
    { order: { id: order.id, total: order.total } },
    html` <h1>Thank you</h1>
      <p>
        Order <b>${order.id}</b> for <b>${euro.format(order.total)}</b> is with our workshop. It
        ships in two working days.
      </p>
      <a class="button" href="/">Back to the shop</a>`,
  );
}
