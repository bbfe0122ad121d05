use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Purchase, RecognisedSegment};
use crate::{
    Dataset, Segment,
    enumeration::{BuyerKind, ContractType},
    value::{Decimal, Slug},
};

/// Slug of the record that says until when the amounts below hold.
const SOURCE: &str = "seuils-europeens-2026-2027";
/// Supplies and services of the State, in EUR before tax.
const STATE: u32 = 140_000;
/// Supplies and services of other contracting authorities.
const AUTHORITIES: u32 = 216_000;
/// Supplies and services of contracting entities.
const ENTITIES: u32 = 432_000;
/// Works and concessions.
const WORKS: u32 = 5_404_000;

/// The amount from which European procedures apply, as far as it is known for a purchase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EuThreshold {
    /// Least amount that it can be, in EUR before tax; null when no amount is known for that day.
    pub min_eur: Option<Decimal>,
    /// Greatest amount that it can be: another than the least when the buyer or the kind of contract is not known.
    pub max_eur: Option<Decimal>,
    /// Whether the purchase reaches it; null when that cannot be told.
    pub reached: Option<bool>,
    /// Record that the amounts come from; null when none holds on that day.
    pub legal_reference: Option<Slug>,
}

/// The threshold of a purchase.
///
/// # Source
/// The record [`SOURCE`], whose dates decide; its amounts are copied above, for the record holds them as a text.
pub(super) fn of(dataset: &Dataset, purchase: &Purchase, primary: &[(&Segment, RecognisedSegment)]) -> EuThreshold {
    let source = dataset.legal_references.iter().find(|reference| reference.slug.as_str() == SOURCE);
    let Some(source) = source.filter(|source| source.applies_on(purchase.date)) else {
        return EuThreshold { min_eur: None, max_eur: None, reached: None, legal_reference: None };
    };
    let (min, max) = bounds(purchase, primary);
    let reached = purchase.amount.map(Decimal::get).and_then(|amount| match amount {
        amount if amount >= f64::from(max) => Some(true),
        amount if amount < f64::from(min) => Some(false),
        _ => None,
    });
    EuThreshold {
        min_eur: Some(min.into()),
        max_eur: Some(max.into()),
        reached,
        legal_reference: Some(source.slug.clone()),
    }
}

fn is_works(kind: ContractType) -> bool {
    use ContractType::{Concession, Roads, WorksNew, WorksRenovation};
    matches!(kind, WorksNew | WorksRenovation | Roads | Concession)
}

fn bounds(purchase: &Purchase, primary: &[(&Segment, RecognisedSegment)]) -> (u32, u32) {
    let kinds: Vec<ContractType> = match purchase.contract_type {
        Some(kind) => vec![kind],
        None => primary.iter().flat_map(|(segment, _)| segment.contract_types.iter().copied()).collect(),
    };
    let works = kinds.iter().filter(|kind| is_works(**kind)).count();
    if !kinds.is_empty() && works == kinds.len() {
        return (WORKS, WORKS);
    }
    let (min, max) = match purchase.buyer {
        Some(BuyerKind::State) => (STATE, STATE),
        // Some of them count as central authorities, others do not.
        Some(BuyerKind::StateBodies) => (STATE, AUTHORITIES),
        Some(BuyerKind::ContractingEntities) => (ENTITIES, ENTITIES),
        Some(
            BuyerKind::LocalAuthorities
            | BuyerKind::LocalBodies
            | BuyerKind::Health
            | BuyerKind::SocialHousing
            | BuyerKind::OtherContractingAuthorities,
        ) => (AUTHORITIES, AUTHORITIES),
        None | Some(BuyerKind::PrivateCatering | BuyerKind::All) => (STATE, ENTITIES),
    };
    (min, if works > 0 || kinds.is_empty() { WORKS } else { max })
}
