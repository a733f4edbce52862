//! What can be done with a site.

use super::words::words;

words!(
    /// What can be done with a site.
    #[derive(Default)]
    OptionKind {
        #[default]
        /// As planned: in use, with its backlog of high and significant risk spent over the policy's years.
        BusinessAsUsual = "business_as_usual",
        /// In use; backlog of high risk alone, significant risk put off and grown.
        DoMinimum = "do_minimum",
        /// In use; a partner takes surplus space and bears its share of the running cost.
        KeepAndShare = "keep_and_share",
        /// In use; surplus space let.
        Sublet = "sublet",
        /// A lease is ended at the earliest lawful exit.
        Leave = "leave",
        /// A lease is assigned or surrendered, if the other side agrees.
        LeaveByAgreement = "leave_by_agreement",
        /// Emptied and held.
        VacateAndHold = "vacate_and_hold",
        /// Sold as it stands.
        Dispose = "dispose",
        /// Sold at its alternative use value, with planning permission.
        DisposeWithPlanning = "dispose_with_planning",
        /// Its teams moved into room at the body's other sites, and the site sold or its lease left.
        MoveToOwnSpace = "move_to_own_space",
        /// Its teams and its counter moved into space that a partner offers, and the site sold or its lease left.
        MoveToPartnerSpace = "move_to_partner_space",
    }
);

impl OptionKind {
    /// The words of the options that can be decided, or have facts of their own: where the teams go is the `receiver` of a
    /// decision, and the site is given up by one of these.
    pub const DECIDABLE: &'static [&'static str] = &[
        "business_as_usual",
        "do_minimum",
        "keep_and_share",
        "sublet",
        "leave",
        "leave_by_agreement",
        "vacate_and_hold",
        "dispose",
        "dispose_with_planning",
    ];

    /// Returns the option that a decision names.
    #[must_use]
    pub fn read_decided(word: &str) -> Option<Self> {
        Self::read(word).filter(|kind| !kind.moves_teams())
    }

    /// Returns what is to be done, as every page, paper and picture names the option.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BusinessAsUsual => "business as usual",
            Self::DoMinimum => "keep, with the least repair",
            Self::KeepAndShare => "keep and share with a partner",
            Self::Sublet => "let the surplus space",
            Self::Leave => "leave the lease",
            Self::LeaveByAgreement => "end the lease by agreement",
            Self::VacateAndHold => "keep empty",
            Self::Dispose => "sell as it stands",
            Self::DisposeWithPlanning => "sell with planning permission",
            Self::MoveToOwnSpace => "move its teams into own space and give the site up",
            Self::MoveToPartnerSpace => "move into a partner's space and give the site up",
        }
    }

    /// Tells whether the site is sold.
    #[must_use]
    pub const fn is_sale(self) -> bool {
        matches!(self, Self::Dispose | Self::DisposeWithPlanning)
    }

    /// Tells whether the site is held no longer.
    #[must_use]
    pub const fn gives_up(self) -> bool {
        self.is_sale() || self.moves_teams() || matches!(self, Self::Leave | Self::LeaveByAgreement)
    }

    /// Tells whether it takes room that another site's closure may need too: shown, and not recommended by itself.
    #[must_use]
    pub const fn holds_alone(self) -> bool {
        matches!(self, Self::MoveToOwnSpace)
    }

    /// Tells whether it says where the teams go: a decision gives the site up and names the receiver.
    #[must_use]
    pub const fn moves_teams(self) -> bool {
        matches!(self, Self::MoveToOwnSpace | Self::MoveToPartnerSpace)
    }

    /// Tells whether nobody works at the site, or comes to it, any more.
    #[must_use]
    pub const fn closes(self) -> bool {
        self.gives_up() || matches!(self, Self::VacateAndHold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_decided_is_all_but_what_needs_a_receiver() {
        let read = |word: &&&str| OptionKind::read_decided(word).is_some();
        let all: Vec<&str> = OptionKind::WORDS.iter().filter(read).copied().collect();
        assert_eq!(all, OptionKind::DECIDABLE);
    }
}
