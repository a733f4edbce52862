//! What coverage is measured for: each service has its own sites, limit and demand.

use super::{Site, Status, Use, words::words};

words!(
    /// A service that people or calls must be in reach of.
    Service {
        PublicCounter = "public_counter",
        ResponseBase = "response_base",
        AllSites = "all_sites",
    }
);

words!(
    /// What coverage counts.
    DemandKind {
        Population = "population",
        Incidents = "incidents",
        Visits = "visits",
    }
);

impl Service {
    /// Tells whether a site gives the service today: it is in operation, and has a counter, is a base, or is a building.
    ///
    /// A site whose status could not be read counts as in operation.
    #[must_use]
    pub fn is_given_by(self, site: &Site) -> bool {
        let open = !matches!(
            site.status_or_operational(),
            Some(Status::Vacant | Status::ForSale | Status::Sold)
        );
        let site_use = site.site_use.known();
        open && match self {
            Self::PublicCounter => {
                site.public_counter.unwrap_or(site_use == Some(Use::FrontCounter))
            }
            Self::ResponseBase => site_use == Some(Use::ResponseBase),
            Self::AllSites => !matches!(site_use, Some(Use::Mast | Use::Land | Use::Residential)),
        }
    }
}
