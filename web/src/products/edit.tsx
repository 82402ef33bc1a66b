import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { currencyOf } from '../../../src/money/currency.ts'
import type { Product } from '../api/nouns.ts'
import { useMay } from '../api/session.ts'
import { useSay } from '../controls/announcer.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { Card, Facts, Page } from '../controls/page.tsx'
import { Failed, Waiting } from '../controls/waiting.tsx'
import { useDraft } from '../form/draft.ts'
import { Form } from '../form/form.tsx'
import { useReader } from '../language/reader.tsx'
import { storeQuery } from '../stores/queries.ts'
import { useStore } from '../shell/store.tsx'
import { ProductForm } from './product-form.tsx'
import type { Shop } from './product-form.tsx'
import { productQuery, taxLettersQuery, unitsQuery, useArchiveProduct, useSaveProduct } from './queries.ts'
import { NotFiled } from './not-filed.tsx'
import { newProduct, writtenOf } from './written.ts'

/** Undefined until it is known. */
function useShop(id: string): Shop | undefined {
  const store = useQuery(storeQuery(id))
  const units = useQuery(unitsQuery(id))
  const letters = useQuery(taxLettersQuery(id))
  const currency = currencyOf(store.data?.currency ?? '')
  if (currency === null || units.data === undefined || letters.data === undefined) return undefined
  return { currency, units: units.data.items, letters: letters.data.items }
}

export function NewProduct() {
  const { t } = useReader()
  const { id } = useStore()
  const shop = useShop(id)
  return (
    <Page title={t('productNew')} back={{ to: '/till/products', text: t('navProducts') }}>
      {shop === undefined ? <Waiting /> : <NewForm store={id} shop={shop} />}
    </Page>
  )
}

function NewForm({ store, shop }: { store: string; shop: Shop }) {
  const { t } = useReader()
  const say = useSay()
  const navigate = useNavigate()
  const draft = useDraft(newProduct(shop.units))
  const leave = () => void navigate({ to: '/till/products' })
  const save = useSaveProduct({ store }, (saved) => {
    draft.settle()
    say(t('saved'))
    if (saved.notFiled.length === 0) leave()
    else void navigate({ to: '/till/products/$id', params: { id: saved.id } })
  })
  return <ProductForm draft={draft} shop={shop} save={save} onCancel={leave} />
}

export function ProductPage() {
  const { t } = useReader()
  const { id } = useParams({ from: '/cabinet/till/products/$id' })
  const { data, error, refetch } = useQuery(productQuery(id))
  const may = useMay()
  const back = { to: '/till/products', text: t('navProducts') } as const
  if (data === undefined) {
    return <Page title={t('product')} back={back}>{error === null ? <Waiting /> : <Failed error={error} retry={() => void refetch()} />}</Page>
  }
  return (
    <Page
      title={data.name} back={back} aside={data.archivedAt !== null && <span className="tag">{t('productNotSold')}</span>}
      actions={may('products.write') && <Selling product={data} />}
    >
      <NotFiled notFiled={data.notFiled} />
      {may('products.write') ? <Editing key={id} product={data} /> : <ProductFacts product={data} />}
    </Page>
  )
}

function Selling({ product: { id, archivedAt } }: { product: Product }) {
  const { t } = useReader()
  const [asking, setAsking] = useState(false)
  const save = useArchiveProduct(id, () => setAsking(false))
  return (
    <>
      <Button variant="default" loading={save.isPending} onClick={() => (archivedAt === null ? setAsking(true) : save.mutate(false))}>
        {t(archivedAt === null ? 'productStop' : 'productSellAgain')}
      </Button>
      {!asking && save.error !== null && <Failed error={save.error} />}
      {asking && (
        <Dialog title={t('productStop')} onClose={() => setAsking(false)}>
          <p>{t('productStopText')}</p>
          <Form submit={t('productStop')} busy={save.isPending} error={save.error} onSubmit={() => save.mutate(true)} onCancel={() => setAsking(false)}>{null}</Form>
        </Dialog>
      )}
    </>
  )
}

function Editing({ product }: { product: Product }) {
  const { id } = useStore()
  const shop = useShop(id)
  return shop === undefined ? <Waiting /> : <EditForm product={product} shop={shop} />
}

function EditForm({ product, shop }: { product: Product; shop: Shop }) {
  const { t, language } = useReader()
  const say = useSay()
  const draft = useDraft(writtenOf(product, shop.units, language))
  const save = useSaveProduct({ id: product.id }, (saved) => {
    draft.settle(writtenOf(saved, shop.units, language))
    say(t('saved'))
  })
  return <ProductForm draft={draft} shop={shop} save={save} />
}

function ProductFacts({ product }: { product: Product }) {
  const { t, money } = useReader()
  return (
    <Card>
      <Facts
        rows={[
          [t('productCode'), product.code], [t('productPrice'), money(product.price)], [t('productUnit'), product.unit.name],
          [t('productBarcode'), product.barcodes.join(', ')], [t('taxLetters'), product.taxLetters], [t('productUktzed'), product.uktzed], [t('productDkpp'), product.dkpp],
        ]}
      />
    </Card>
  )
}
