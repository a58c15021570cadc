/** A product that the shop sells. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: "books" | "toys" | "music";
  readonly priceEuros: number;
  readonly inStock: boolean;
}

/** Everything that the shop sells. */
export const products: readonly Product[] = [
  { id: "atlas", name: "Atlas of the Seas", category: "books", priceEuros: 39, inStock: true },
  { id: "cookbook", name: "Bread, Slowly", category: "books", priceEuros: 24, inStock: true },
  { id: "train", name: "Wooden Train", category: "toys", priceEuros: 32, inStock: true },
  { id: "kite", name: "Box Kite", category: "toys", priceEuros: 18, inStock: false },
  { id: "nocturnes", name: "Nocturnes", category: "music", priceEuros: 12, inStock: true },
];
