//! The fuel account of one entry, which is the same for any slicing of the work.
//!
//! The interpreter is given a part of the budget at a time. What a host function costs beyond that
//! part is written down as debt and settled with the part, so that neither the sum nor the moment
//! at which the budget is spent depends on where the parts begin.

/// Fuel given, spent and owed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Account {
    budget: u64,
    spent: u64,
    given: u64,
    debt: u64,
}

impl Account {
    /// A fresh account.
    pub fn open(budget: u64) -> Self {
        Self {
            budget,
            ..Self::default()
        }
    }

    /// What is spent, as of the last settlement.
    pub fn spent(&self) -> u64 {
        self.spent
    }

    /// What may still be spent, as of the last settlement.
    pub fn left(&self) -> u64 {
        self.budget - self.spent
    }

    /// Gives a part to the interpreter: at least `least`, at most what is left.
    pub fn give(&mut self, part: u64, least: u64) -> u64 {
        self.given = part.max(least).min(self.left());
        self.given
    }

    /// What is spent while `unused` of the part is still with the interpreter.
    pub fn now(&self, unused: u64) -> u64 {
        self.spent + (self.given - unused.min(self.given)) + self.debt
    }

    /// Charges a host function: what is unused of the part afterwards, or nothing when the budget
    /// does not suffice.
    pub fn charge(&mut self, unused: u64, cost: u64) -> Option<u64> {
        if cost <= unused {
            return Some(unused - cost);
        }
        let owed = cost - unused;
        let total = self.now(0).checked_add(owed)?;
        if total > self.budget {
            return None;
        }
        self.debt += owed;
        Some(0)
    }

    /// Takes back what is unused of the part.
    pub fn settle(&mut self, unused: u64) {
        self.spent = self.now(unused).min(self.budget);
        self.given = 0;
        self.debt = 0;
    }

    /// Spends without the interpreter; false when the budget does not suffice.
    pub fn spend(&mut self, cost: u64) -> bool {
        let enough = cost <= self.left();
        if enough {
            self.spent += cost;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debt_is_settled_with_the_part() {
        let mut account = Account::open(100);
        assert_eq!(account.give(10, 0), 10);
        assert_eq!(account.charge(10, 4), Some(6));
        assert_eq!(account.now(6), 4);
        assert_eq!(account.charge(6, 20), Some(0));
        assert_eq!(account.now(0), 24);
        account.settle(0);
        assert_eq!((account.spent(), account.left()), (24, 76));
    }

    #[test]
    fn the_budget_ends_at_the_same_place_for_any_part() {
        for part in [5, 50, 100] {
            let mut account = Account::open(100);
            let unused = account.give(part, 0);
            let unused = account.charge(unused, 60);
            assert_eq!(unused.map(|unused| account.now(unused)), Some(60));
            assert_eq!(account.charge(unused.unwrap_or(0), 41), None);
            account.settle(unused.unwrap_or(0));
            assert_eq!(account.spent(), 60);
        }
    }
}
